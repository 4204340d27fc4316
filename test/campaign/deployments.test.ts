/**
 * Kills deployments, lets them fail, and compares what modules of all kinds do through Slipway with what they do
 * by hand. All of these share one stack.
 */
import { readSettings } from '../../config/settings.ts';
import { providerMirror } from '../../deployments/engine/engine.ts';
import { campaign } from '../support/campaign/campaign.ts';
import { DEPLOYMENT_SETTINGS } from '../support/deployments/deployment.ts';
import { startStack } from '../support/stack/stack.ts';
import { agreement } from './deployments/agreement.ts';
import { failures } from './deployments/failures.ts';
import { kills } from './deployments/kills.ts';
import { mirrorOfCampaign } from './deployments/provider/mirror.ts';

// `npm test` needs no Go, and builds nothing.
const mirrorDirectory = campaign.full ? await mirrorOfCampaign() : undefined;
const stack = await startStack({
  env: {
    ...DEPLOYMENT_SETTINGS,
    SLIPWAY_DEPLOYMENT_PROVIDERS:
      'hashicorp/random,hashicorp/null,hashicorp/local,slipway/campaign',
    ...(mirrorDirectory !== undefined && { SLIPWAY_PROVIDER_MIRROR_DIR: mirrorDirectory }),
  },
  pollMs: 250,
});

kills(stack);
failures(stack);
const mirror = providerMirror(readSettings(process.env).SLIPWAY_CACHE_DIR);
await agreement({ stack, providers: { mirror, mirrorDirectory } });
