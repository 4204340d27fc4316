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

const code = await runCli(process.argv.slice(2), io);
await io.stderr.flush();
// Exit even if connections to the server are still open.
process.exit(code);
