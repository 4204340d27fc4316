/** Tests deployments through the HTTP API, all on one stack with a real engine. */
import { DEPLOYMENT_SETTINGS } from '../../support/deployments/deployment.ts';
import { startStack } from '../../support/stack/stack.ts';
import { startForge } from '../../support/webhooks/followed-repository.ts';
import { archives } from './archives.ts';
import { gitSources } from './git-sources.ts';
import { lifeCycle } from './life-cycle.ts';
import { logs } from './logs.ts';
import { previews } from './previews.ts';
import { secrets } from './secrets.ts';
import { slots } from './slots.ts';
import { states } from './states.ts';
import { troubles } from './troubles.ts';
import { webhooks } from './webhooks.ts';

// It listens before the workers start, because a setting has its URL.
const { forge, env: forgeSettings } = await startForge();
const stack = await startStack({
  // Its files are searched for secrets.
  temporal: 'own',
  pollMs: 100,
  env: {
    ...DEPLOYMENT_SETTINGS,
    SLIPWAY_DEPLOYMENT_BACKENDS: 'local',
    ...forgeSettings,
    // Secrets must not appear in any log.
    LOG_LEVEL: 'trace',
  },
  apis: [
    { SLIPWAY_DEPLOYMENT_STATE_READ: 'allowed' },
    // A plan that is requested through the second API waits only a moment for its confirmation.
    { SLIPWAY_CONFIRMATION_MS: '300' },
    { SLIPWAY_ORGANIZATION: 'another' },
  ],
});

secrets(stack);
// At the end of its life nothing is stored, so no other deployment may exist.
lifeCycle(stack);
archives(stack);
gitSources(stack);
webhooks(stack, forge);
previews(stack);
states(stack, () => {
  const [, refusing] = stack.apis;
  if (refusing === undefined) throw new Error('there is only one API');
  return refusing;
});
logs(stack);
troubles(stack);
slots(stack);
