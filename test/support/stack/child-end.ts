/** Waits for the end of a child process. */
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { finished } from 'node:stream/promises';

/**
 * Resolves when the process is gone and all that it printed was read: to its exit code, to the name
 * of the signal that ended it, or to why it could not be started.
 *
 * Not `close`: Node never emits it for a forked child that its parent disconnected from.
 */
export async function endOf(child: ChildProcess): Promise<number | string> {
  const printed = [child.stdout, child.stderr].map(async (stream) => {
    // A stream that failed has ended, too.
    if (stream !== null) await finished(stream).catch(() => {});
  });
  try {
    const [code, signal]: (number | string | null)[] = await once(child, 'exit');
    await Promise.all(printed);
    return code ?? signal ?? 'unknown';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
