/**
 * Prints what a role needs, and deletes connections. Unlike other resources, a connection is only a record,
 * so there is no operation to wait for.
 */
import { connections } from '../collections/connections.ts';
import { EXIT } from '../exit.ts';
import { formatData } from '../output/data.ts';
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

export const trustPolicy = command({
  command: 'trust-policy <name>',
  describe: 'Print the trust policy that the roles of a connection need, as JSON',
  positionals: NAME,
  completes: namesIn(connections.list),
  flags: {},
  examples: [
    [
      'connections trust-policy blue > trust.json',
      'then: aws iam create-role or update-assume-role-policy',
    ],
  ],
  async run({ name, ...args }, io) {
    const { dataOf, slipway } = await openSession(io, args);
    const params = { path: { connectionId: name } };
    const { trustPolicy: policy } = await dataOf(
      slipway.api.GET('/connections/{connectionId}', { params }),
    );
    io.stdout.write(await formatData('json', policy));
    return EXIT.succeeded;
  },
});
