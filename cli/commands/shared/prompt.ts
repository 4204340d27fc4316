import { createInterface } from 'node:readline/promises';
import { DeclinedError, UsageError } from '../../exit.ts';
import type { Io } from '../../io.ts';
import { InterruptedError } from '../../session/session.ts';

/**
 * Resolves when somebody says yes.
 *
 * @throws DeclinedError at any other answer
 * @throws UsageError when there is nobody to ask
 */
export async function confirmFirst(io: Io, question: string): Promise<void> {
  const { stdin, stderr, interrupted } = io;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new UsageError('there is no terminal to ask on; --yes answers for you');
  }
  const answer = await readLine(io, `${question} [y/N] `, interrupted);
  if (interrupted.aborted) throw new InterruptedError();
  if (!isYes(answer)) throw new DeclinedError('Nothing was changed.');
}

/**
 * Asks about a plan until somebody says yes or no.
 *
 * @returns undefined when the signal aborts before, or the input ends
 */
export async function promptForDecision(
  io: Io,
  question: string,
  signal: AbortSignal,
): Promise<'confirm' | 'discard' | undefined> {
  for (;;) {
    const answer = await readLine(io, `${question} [yes/no] `, signal);
    if (answer === undefined) return undefined;
    if (isYes(answer)) return 'confirm';
    if (/^no?$/i.test(answer)) return 'discard';
  }
}

function isYes(answer: string | undefined): boolean {
  return answer !== undefined && /^y(es)?$/i.test(answer);
}

/** A line, trimmed; undefined when the signal aborts, or the input ends. */
async function readLine(
  { stdin, stderr }: Io,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  // As no terminal of readline's the line stays the system's, and so does its Ctrl-C.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const mergeOver = new AbortController();
  lines.once('close', () => mergeOver.abort());
  try {
    const either = AbortSignal.any([signal, mergeOver.signal]);
    return (await lines.question(question, { signal: either })).trim();
  } catch (error) {
    if (!signal.aborted && !mergeOver.signal.aborted) throw error;
    return undefined;
  } finally {
    lines.close();
  }
}
