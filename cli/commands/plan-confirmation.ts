/** confirm and discard: what becomes of a plan that waits. */
import { exitCodeOfCancel } from '../exit.ts';
import { runOperation, WAIT_FLAGS } from './shared/run-operation.ts';
import { command } from './shared/command.ts';
import { ID, awaitingConfirmation } from './shared/operation-ids.ts';

export const confirm = command({
  command: 'confirm <id>',
  describe: 'Have a plan that waits carried out, that plan and nothing else',
  positionals: ID,
  completes: awaitingConfirmation,
  flags: WAIT_FLAGS,
  examples: [['operations confirm 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'and see it through']],
  run: ({ id: operationId, ...args }, io) =>
    runOperation(io, args, ({ dataOf, slipway }) =>
      dataOf(
        slipway.api.POST('/operations/{operationId}/confirm', {
          params: { path: { operationId } },
        }),
      ),
    ),
});

export const discard = command({
  command: 'discard <id>',
  describe: 'Throw a plan that waits away: nothing is changed, and the operation is canceled',
  positionals: ID,
  completes: awaitingConfirmation,
  flags: WAIT_FLAGS,
  examples: [['operations discard 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'ends with exit code 0']],
  run: ({ id: operationId, ...args }, io) =>
    runOperation(
      io,
      args,
      ({ dataOf, slipway }) =>
        dataOf(
          slipway.api.POST('/operations/{operationId}/discard', {
            params: { path: { operationId } },
          }),
        ),
      exitCodeOfCancel,
    ),
});
