/** Entry point of the program `slipway`. */
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { Writer } from './output/writer.ts';
import { runCli } from './run.ts';

const interrupt = new AbortController();
const io: Io = {
  env: process.env,
  stdin: process.stdin,
  stdout: new Writer(process.stdout),
  stderr: new Writer(process.stderr),
  interrupted: interrupt.signal,
};

for (const [signal, code] of [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
] as const) {
  process.on(signal, () => {
    // A second signal ends the program at once, without hints for the next command.
    if (interrupt.signal.aborted) process.exit(code);
    interrupt.abort();
  });
}
// The reader of the pipe, for example `head`, has closed it. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.succeeded);
});

process.exitCode = await runCli(process.argv.slice(2), io);
// Exit once the output is written, even if connections to the server are still open.
process.stdout.write('', () => process.exit());
