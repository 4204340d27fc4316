/** Runs one command line from its arguments to its exit code. */
import { EXIT, type ExitCode } from './exit.ts';
import { failureOf } from './failure.ts';
import { createStyle, type Io } from './io.ts';
import { commandOf, runProgram } from './program.ts';

/**
 * Returns the exit code once all results are written. Writes errors to standard error, and throws none. The code
 * is that of the command, except that a result which could not be written is a failure.
 */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const code = await runProgram(args, io).catch((error: unknown) => {
    const failure = failureOf(error, commandOf(args));
    report(io, failure.lines);
    return failure.code;
  });
  const unwritten = await io.stdout.flush();
  if (unwritten === undefined) return code;
  report(io, [`The result could not be written to standard output: ${unwritten.message}`]);
  return code === EXIT.succeeded ? EXIT.failed : code;
}

function report(io: Io, [first = '', ...others]: readonly string[]): void {
  const style = createStyle(io, io.stderr);
  io.stderr.write([`${style('red', 'slipway:')} ${first}`, ...others, ''].join('\n'));
}
