/** Entry point of the program `slipway`. */
import { EXIT, type ExitCode } from './exit.ts';
import { failureOf } from './failure.ts';
import { createStyle, type Io } from './io.ts';
import { runProgram } from './program.ts';

const interrupt = new AbortController();
const io: Io = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
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

process.exitCode = await run(process.argv.slice(2));
// Exit once the output is written, even if connections to the server are still open.
process.stdout.write('', () => process.exit());

async function run(args: string[]): Promise<ExitCode> {
  try {
    return await runProgram(args, io);
  } catch (error) {
    const { code, lines } = failureOf(error, commandOf(args));
    const [first = '', ...others] = lines;
    const style = createStyle(io, io.stderr);
    io.stderr.write([`${style('red', 'slipway:')} ${first}`, ...others, ''].join('\n'));
    return code;
  }
}

/** Returns the words of the command: `['clusters', 'get', '-o', 'x']` → `clusters get ` */
function commandOf(args: readonly string[]): string {
  const words = args.slice(0, 2).filter((word) => /^[a-z-]*$/.test(word) && !word.startsWith('-'));
  return words.map((word) => `${word} `).join('');
}
