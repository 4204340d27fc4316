import { createInterface } from 'node:readline/promises';
import { linkedSignal } from '../../../contract/linked-signal.ts';
import { DeclinedError, UsageError } from '../../exit.ts';
import type { Io } from '../../io.ts';
import { InterruptedError } from '../../session/session.ts';

/**
 * Asks the user for confirmation, and resolves when the answer is yes.
 *
 * @throws DeclinedError at any other answer
 * @throws UsageError without a terminal
 */
export async function confirmFirst(io: Io, question: string): Promise<void> {
  const { stdin, stderr, interrupted } = io;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new UsageError(
      'This command asks for confirmation, but there is no terminal. Add --yes to confirm.',
    );
  }
  const answer = await readLine(io, `${question} [y/N] `, interrupted);
  if (interrupted.aborted) throw new InterruptedError();
  if (!isYes(answer)) throw new DeclinedError('Nothing was changed.');
}

/**
 * Asks about a plan until the answer is yes or no.
 *
 * @param word what to type instead of yes, if a yes is too little
 * @returns undefined when the signal aborts or the input ends
 */
export async function promptForDecision(
  io: Io,
  question: string,
  signal: AbortSignal,
  word?: string,
): Promise<'confirm' | 'discard' | undefined> {
  const choices = word === undefined ? '[yes/no]' : `Type ${word} to apply it, or no:`;
  for (;;) {
    const answer = await readLine(io, `${question} ${choices} `, signal);
    if (answer === undefined) return undefined;
    if (word === undefined ? isYes(answer) : answer === word) return 'confirm';
    if (/^no?$/i.test(answer)) return 'discard';
  }
}

function isYes(answer: string | undefined): boolean {
  return answer !== undefined && /^y(es)?$/i.test(answer);
}

/** Returns a trimmed line; undefined when the signal aborts or the input ends. */
async function readLine(
  { stdin, stderr }: Io,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  // Without an output the system edits the line and handles Ctrl-C, not readline.
  const lines = createInterface({ input: stdin, terminal: false });
  const inputEnded = new AbortController();
  lines.once('close', () => inputEnded.abort());
  const either = linkedSignal([signal, inputEnded.signal]);
  try {
    stderr.write(question);
    return (await lines.question('', { signal: either.signal })).trim();
  } catch (error) {
    if (!signal.aborted && !inputEnded.signal.aborted) throw error;
    return undefined;
  } finally {
    either.release();
    lines.close();
  }
}
