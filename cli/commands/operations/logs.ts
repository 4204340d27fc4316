/** Shows the log of an operation: what its engine has said, or its stages, steps, failed attempts and decisions. */
import { logText } from '../../../contract/operations/log-text.ts';
import { EXIT } from '../../exit.ts';
import { formatData } from '../../output/data.ts';
import { escapedForData } from '../../output/visible.ts';
import { InterruptedError, openSession } from '../../session/session.ts';
import { announceWaits } from '../../watch/announce-waits.ts';
import { command } from '../shared/command.ts';
import { ID_OR_LATEST, recentOperations, resolveId } from './ids.ts';

export const logs = command({
  command: ['logs <id>', 'log <id>'],
  describe:
    'Show the log of an operation: what its engine says, or its stages, steps and failed attempts',
  positionals: ID_OR_LATEST,
  completes: recentOperations,
  flags: {
    follow: {
      type: 'boolean',
      alias: 'f',
      describe: 'Wait for new lines until the operation ends',
    },
    resource: {
      type: 'string',
      describe: 'Only the lines about this cloud resource, for example control_plane/main',
    },
  },
  examples: [
    ['operations logs latest -f', 'until the operation ends'],
    ['operations logs latest --resource control_plane/main', 'about one cloud resource'],
    ['operations logs 01M85ZVC0FWGZ5V2BRCVY6G1ZY -o json > log.jsonl', 'to a file, as JSON lines'],
  ],
  async run({ id, follow = false, resource, ...args }, io) {
    const session = await openSession(io, args);
    const { slipway, output } = session;
    const operationId = await resolveId(session, id);
    const signal = io.interrupted;
    const over = new AbortController();
    const waits = follow ? announceWaits(session, operationId, over.signal) : undefined;
    let isEmpty = true;
    try {
      const which = { follow, signal, ...(resource !== undefined && { resource }) };
      for await (const line of slipway.log(operationId, which)) {
        isEmpty = false;
        if (output === 'json') io.stdout.write(`${escapedForData(JSON.stringify(line))}\n`);
        else if (output === 'yaml') io.stdout.write(await formatData(output, [line]));
        else io.stdout.write(logText(line));
      }
    } catch (error) {
      throw signal.aborted ? new InterruptedError() : error;
    } finally {
      over.abort();
      await waits;
    }
    if (isEmpty) {
      io.stderr.writeLine(
        resource === undefined
          ? 'The log has no lines.'
          : `The log has no lines about ${resource}. operations get lists the cloud resources.`,
      );
    }
    return EXIT.succeeded;
  },
});
