/** Shows the plan of an operation, with the attributes that it changes. */
import { EXIT } from '../../exit.ts';
import { formatData } from '../../output/data.ts';
import { openSession } from '../../session/session.ts';
import { command } from '../shared/command.ts';
import { ID_OR_LATEST, recentOperations, resolveId } from './ids.ts';

export const plan = command({
  command: 'plan <id>',
  describe: 'Show the plan of an operation, attribute by attribute',
  positionals: ID_OR_LATEST,
  completes: recentOperations,
  flags: {},
  examples: [
    ['operations plan 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'as text, also while it waits'],
    ['operations plan 01M85ZVC0FWGZ5V2BRCVY6G1ZY -o json > plan.json', 'to a file'],
  ],
  async run({ id, ...args }, io) {
    const session = await openSession(io, args);
    const { dataOf, slipway, output } = session;
    const params = { path: { operationId: await resolveId(session, id) } };
    const url = '/operations/{operationId}/plan';
    if (output === 'table') {
      const headers = { Accept: 'text/plain' };
      io.stdout.write(await dataOf(slipway.api.GET(url, { params, headers, parseAs: 'text' })));
      return EXIT.succeeded;
    }
    const found = await dataOf(slipway.api.GET(url, { params }));
    if (typeof found === 'string') throw new Error('the API has answered text instead of JSON');
    if (output === 'name') for (const { address } of found.resources) io.stdout.writeLine(address);
    else io.stdout.write(await formatData(output, found));
    return EXIT.succeeded;
  },
});
