/** The program `slipway`. */
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
    // Whoever asks twice does not want to hear how to go on.
    if (interrupt.signal.aborted) process.exit(code);
    interrupt.abort();
  });
}
// The reader of a pipe, `head` say, has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.succeeded);
});

process.exitCode = await run(process.argv.slice(2));
// What still waits for a server has nothing to tell any more.
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

/** `['clusters', 'get', '-o', 'x']` → `clusters get ` */
function commandOf(args: readonly string[]): string {
  const words = args.slice(0, 2).filter((word) => /^[a-z-]*$/.test(word) && !word.startsWith('-'));
  return words.map((word) => `${word} `).join('');
}
