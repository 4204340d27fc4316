/** Deploys the commit that the branch of a deployment has now. */
import { deployments } from '../collections/deployments.ts';
import { command } from './shared/command.ts';
import { runOperation, VALIDATE_FLAG, WAIT_FLAGS } from './shared/run-operation.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const refreshSource = command({
  command: 'refresh-source <name>',
  describe: 'Deploy the commit that the branch or tag of its git repository has now',
  positionals: NAME,
  completes: namesIn(deployments.list),
  flags: { ...WAIT_FLAGS, ...VALIDATE_FLAG },
  examples: [
    ['deployments refresh-source web', 'the current commit'],
    ['deployments refresh-source web --validate-only', 'only shows the plan'],
  ],
  run: ({ name: deploymentId, ...args }, io) =>
    runOperation(io, args, ({ dataOf, slipway }) =>
      dataOf(
        slipway.api.POST('/deployments/{deploymentId}:refreshSource', {
          params: { path: { deploymentId } },
        }),
      ),
    ),
});
