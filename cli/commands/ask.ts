import { createInterface } from 'node:readline/promises';
import { DeclinedError, UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import { InterruptedError } from '../session.ts';

/**
 * Resolves when somebody says yes.
 *
 * @throws DeclinedError at any other answer
 * @throws UsageError when there is nobody to ask
 */
export async function askBefore(io: Io, question: string): Promise<void> {
  const { stdin, stderr, interrupted } = io;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new UsageError('there is no terminal to ask on; --yes answers for you');
  }
  // As no terminal of readline's the line stays the system's, and so does its Ctrl-C.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: interrupted });
    if (!/^y(es)?$/i.test(answer.trim())) throw new DeclinedError('Nothing was changed.');
  } catch (error) {
    if (interrupted.aborted) throw new InterruptedError();
    throw error;
  } finally {
    lines.close();
  }
}
