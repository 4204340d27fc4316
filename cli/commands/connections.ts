/**
 * Deletes connections. Unlike other resources, a connection is only a record, so there is no operation to
 * wait for.
 */
import { connections } from '../collections/connections.ts';
import { EXIT } from '../exit.ts';
import { openSession } from '../session/session.ts';
import { confirmFirst } from './shared/prompt.ts';
import { command } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const deleteConnection = command({
  command: ['delete <name>', 'rm'],
  describe: 'Delete a connection that no resource uses',
  positionals: NAME,
  completes: namesIn(connections.list),
  flags: { yes: { alias: 'y', type: 'boolean', describe: 'Delete without asking' } },
  examples: [
    ['connections delete blue', 'asks first'],
    ['connections delete blue --yes', 'for scripts'],
  ],
  async run({ name, yes, ...args }, io) {
    const { expectSuccess, slipway, server } = await openSession(io, args);
    if (yes !== true) await confirmFirst(io, `Delete connection ${name} at ${server}?`);
    const params = { path: { connectionId: name } };
    await expectSuccess(slipway.api.DELETE('/connections/{connectionId}', { params }));
    io.stderr.writeLine(`Connection ${name} is deleted.`);
    return EXIT.succeeded;
  },
});
