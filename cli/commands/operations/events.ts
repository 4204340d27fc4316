/** Prints the events of an operation, one line each, for logs and other programs. */
import { EXIT } from '../../exit.ts';
import { formatData } from '../../output/data.ts';
import { escapedForData } from '../../output/visible.ts';
import { InterruptedError, openSession } from '../../session/session.ts';
import { command } from '../shared/command.ts';
import { ID_OR_LATEST, recentOperations, resolveId } from './ids.ts';

export const events = command({
  command: 'events <id>',
  describe: 'Follow an operation event by event until it ends, for other programs',
  positionals: ID_OR_LATEST,
  completes: recentOperations,
  flags: {
    after: {
      type: 'string',
      describe: 'Only newer events than this version of the operation',
    },
  },
  examples: [
    ['operations events latest', 'version, status, stage and message of each event'],
    ['operations events latest -o json', 'each state of the operation, as JSON lines'],
  ],
  async run({ id, after, ...args }, io) {
    const session = await openSession(io, args);
    const { slipway, output } = session;
    const options = {
      signal: io.interrupted,
      ...(after !== undefined && { lastEventId: after }),
    };
    try {
      for await (const { operation } of slipway.events(await resolveId(session, id), options)) {
        const { version, status, progress, updatedAt } = operation;
        if (output === 'json') {
          io.stdout.write(`${escapedForData(JSON.stringify(operation))}\n`);
        } else if (output === 'yaml') {
          io.stdout.write(await formatData(output, [operation]));
        } else if (output === 'name') {
          io.stdout.writeLine(String(version));
        } else {
          const { stage, message } = progress;
          io.stdout.writeLine(`${updatedAt}  ${version}  ${status}  ${stage}  ${message}`);
        }
      }
    } catch (error) {
      throw io.interrupted.aborted ? new InterruptedError() : error;
    }
    return EXIT.succeeded;
  },
});
