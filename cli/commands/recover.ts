/** Recovers a cluster whose record was lost, from the tags of its cloud resources. */
import { command } from './shared/command.ts';
import { runOperation, VALIDATE_FLAG, WAIT_FLAGS } from './shared/run-operation.ts';
import { NAME } from './shared/shared-flags.ts';

export const recover = command({
  command: 'recover <name>',
  describe: 'Make the record of a cluster again, from the tags of its cloud resources',
  positionals: NAME,
  flags: { ...WAIT_FLAGS, ...VALIDATE_FLAG },
  examples: [['clusters recover demo', 'after clusters create has failed with record_lost']],
  run: ({ name: clusterId, ...args }, io) =>
    runOperation(io, args, ({ dataOf, slipway }) =>
      dataOf(
        slipway.api.POST('/clusters/{clusterId}:recover', { params: { path: { clusterId } } }),
      ),
    ),
});
