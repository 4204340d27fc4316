/** Replaces the state of a deployment, and gives a deployment up. */
import type { components } from '../../../client/openapi.ts';
import { deployments } from '../../collections/deployments.ts';
import { wholeNumber } from '../../input/flags.ts';
import type { Session } from '../../session/session.ts';
import { command } from '../shared/command.ts';
import { confirmFirst } from '../shared/prompt.ts';
import { runOperation, VALIDATE_FLAG, WAIT_FLAGS } from '../shared/run-operation.ts';
import { NAME, namesIn } from '../shared/shared-flags.ts';

type Patch = components['schemas']['UpdateDeploymentRequest'];

function patch({ dataOf, slipway }: Session, deploymentId: string, state: Patch['state']) {
  return dataOf(
    slipway.api.PATCH('/deployments/{deploymentId}', {
      params: { path: { deploymentId } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: state === undefined ? {} : { state },
    }),
  );
}

export const pushState = command({
  command: 'push <name> <file>',
  describe: 'Replace the state by a newer one of the same lineage, after a plan',
  positionals: {
    ...NAME,
    file: { type: 'string', demandOption: true, describe: 'A state file; - is standard input' },
  },
  completes: namesIn(deployments.list),
  flags: {
    force: { type: 'boolean', describe: 'Also a state of another lineage, or an older one' },
    ...WAIT_FLAGS,
    ...VALIDATE_FLAG,
  },
  examples: [
    ['deployments state push web web.tfstate', 'shows the plan and asks'],
    ['deployments state push web web.tfstate --validate-only', 'only shows the plan'],
  ],
  run: (args, io) =>
    runOperation(io, args, async (session) => {
      const { uploadStateFile } = await import('../../module/upload-state-file.ts');
      // The parser hands over a lone - as an empty text.
      const file = await uploadStateFile(session, args.file || '-');
      return patch(session, args.name, { file, ...(args.force === true && { force: true }) });
    }),
});

export const rollbackState = command({
  command: 'rollback <name> <number>',
  describe: 'Make an earlier version the current state, after a plan',
  positionals: {
    ...NAME,
    number: { type: 'string', demandOption: true, describe: 'Number of a version' },
  },
  completes: namesIn(deployments.list),
  flags: { ...WAIT_FLAGS, ...VALIDATE_FLAG },
  examples: [
    ['deployments state rollback web 3', 'shows the plan and asks'],
    ['deployments state rollback web 3 --validate-only', 'only shows the plan'],
  ],
  run: (args, io) =>
    runOperation(io, args, (session) =>
      patch(session, args.name, { version: wholeNumber('number', args.number) }),
    ),
});

export const releaseDeployment = command({
  command: 'release <name>',
  describe: 'Give the deployment up: its resources and a copy of its state remain',
  positionals: NAME,
  completes: namesIn(deployments.list),
  flags: {
    yes: { alias: 'y', type: 'boolean', describe: 'Release without asking' },
    ...WAIT_FLAGS,
  },
  examples: [
    ['deployments state release web', 'asks first'],
    ['deployments state release web --yes', 'for scripts'],
  ],
  run: (args, io) =>
    runOperation(io, args, async ({ dataOf, slipway, server }) => {
      if (args.yes !== true) {
        await confirmFirst(
          io,
          `Give up deployment ${args.name} at ${server}, and keep its resources?`,
        );
      }
      return dataOf(
        slipway.api.DELETE('/deployments/{deploymentId}', {
          params: { path: { deploymentId: args.name }, query: { keepResources: 'true' } },
        }),
      );
    }),
});
