import { EXIT } from '../../exit.ts';
import { openSession } from '../../session/session.ts';
import { command } from '../shared/command.ts';
import { ID_OR_LATEST, recentOperations, resolveId } from './ids.ts';

export const openPage = command({
  command: 'open <id>',
  describe: 'Show the page of an operation in the browser',
  positionals: ID_OR_LATEST,
  completes: recentOperations,
  flags: {
    browser: {
      type: 'boolean',
      default: true,
      describe: 'Start the browser; --no-browser prints the address only',
    },
  },
  examples: [['operations open latest', 'the newest operation']],
  async run({ id, browser, ...args }, io) {
    const session = await openSession(io, args);
    const operationId = await resolveId(session, id);
    const page = new URL(
      `ui/operations/${encodeURIComponent(operationId)}`,
      `${session.server.replace(/\/+$/, '')}/`,
    );
    io.stdout.writeLine(page.href);
    if (browser) {
      const { default: open } = await import('open');
      await open(page.href);
    }
    return EXIT.succeeded;
  },
});
