/** The commands confirm and discard, for operations whose plan waits for confirmation. */
import { exitCodeOfCancel } from '../../exit.ts';
import { runOperation, WAIT_FLAGS } from '../shared/run-operation.ts';
import { command } from '../shared/command.ts';
import { ID, awaitingConfirmation } from './ids.ts';
import { bodyOf, REASON_FLAG } from './reason.ts';

export const confirm = command({
  command: 'confirm <id>',
  describe: 'Confirm the plan of an operation, which then makes exactly these changes',
  positionals: ID,
  completes: awaitingConfirmation,
  flags: { ...REASON_FLAG, ...WAIT_FLAGS },
  examples: [['operations confirm 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'confirms and watches']],
  run: ({ id: operationId, reason, ...args }, io) =>
    runOperation(io, args, ({ dataOf, slipway }) =>
      dataOf(
        slipway.api.POST('/operations/{operationId}/confirm', {
          params: { path: { operationId } },
          ...bodyOf(reason),
        }),
      ),
    ),
});

export const discard = command({
  command: 'discard <id>',
  describe: 'Discard the plan of an operation, which is then canceled without any change',
  positionals: ID,
  completes: awaitingConfirmation,
  flags: { ...REASON_FLAG, ...WAIT_FLAGS },
  examples: [
    ['operations discard 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'exit code 0 once it is canceled'],
    ['operations discard 01M85ZVC0FWGZ5V2BRCVY6G1ZY --reason "deletes data"', 'with a reason'],
  ],
  run: ({ id: operationId, reason, ...args }, io) =>
    runOperation(
      io,
      args,
      ({ dataOf, slipway }) =>
        dataOf(
          slipway.api.POST('/operations/{operationId}/discard', {
            params: { path: { operationId } },
            ...bodyOf(reason),
          }),
        ),
      { codeOf: exitCodeOfCancel },
    ),
});
