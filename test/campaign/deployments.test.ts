/**
 * Kills deployments, lets them fail, and compares what modules of all kinds do through Slipway with what they do
 * by hand. All of these share one stack.
 */
import path from 'node:path';
import { readSettings } from '../../config/settings.ts';
import { providerMirror } from '../../deployments/engine/engine.ts';
import { campaign } from '../support/campaign/campaign.ts';
import { DEPLOYMENT_SETTINGS } from '../support/deployments/deployment.ts';
import { startStack } from '../support/stack/stack.ts';
import { agreement } from './deployments/agreement.ts';
import { failures } from './deployments/failures.ts';
import { cacheWithProvider } from './deployments/provider/cache.ts';
import { kills } from './deployments/kills.ts';

// `npm test` needs no Go, and builds nothing.
const cacheDirectory = campaign.full ? await cacheWithProvider() : undefined;
const stack = await startStack({
  env: {
    ...DEPLOYMENT_SETTINGS,
    SLIPWAY_DEPLOYMENT_PROVIDERS:
      'hashicorp/random,hashicorp/null,hashicorp/local,slipway/campaign',
    ...(cacheDirectory !== undefined && { SLIPWAY_CACHE_DIR: cacheDirectory }),
  },
  pollMs: 250,
});

kills(stack);
failures(stack);
const { SLIPWAY_CACHE_DIR } = readSettings(process.env);
const mirror = providerMirror(path.resolve(cacheDirectory ?? SLIPWAY_CACHE_DIR));
await agreement({ stack, mirror }, cacheDirectory !== undefined);
