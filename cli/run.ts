/** Runs one command line from its arguments to its exit code. */
import type { ExitCode } from './exit.ts';
import { failureOf } from './failure.ts';
import { createStyle, type Io } from './io.ts';
import { runProgram } from './program.ts';

/** Returns the exit code. Writes errors to standard error, and throws none. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
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
