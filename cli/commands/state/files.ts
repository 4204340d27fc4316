/** Downloads a state file that belongs to no deployment: an uploaded one, or that of a deployment that was given up. */
import { EXIT } from '../../exit.ts';
import { openSession } from '../../session/session.ts';
import { command } from '../shared/command.ts';

export const downloadFile = command({
  command: 'file <digest>',
  describe: 'Print a state file, for example of a released deployment, if the service allows it',
  positionals: {
    digest: { type: 'string', demandOption: true, describe: 'SHA-256 of the file' },
  },
  flags: {},
  examples: [
    [
      'deployments state file 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 > web.tfstate',
      'what `deployments state release` has named',
    ],
  ],
  async run({ digest: sha256, ...args }, io) {
    const { dataOf, slipway } = await openSession(io, args);
    const params = { path: { sha256 } };
    const state = await dataOf(
      slipway.api.GET('/state-files/{sha256}/download', { params, parseAs: 'text' }),
    );
    io.stdout.writeValue(state);
    return EXIT.succeeded;
  },
});
