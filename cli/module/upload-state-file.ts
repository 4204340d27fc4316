/** Uploads the state file that a flag names. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { uploadState } from '../../client/uploads/state.ts';
import { unreadable } from '../input/unreadable.ts';
import type { Session } from '../session/session.ts';

/**
 * Returns the digest of the uploaded state.
 *
 * @param file the path of a state file; `-` is standard input
 * @throws UsageError when the file cannot be read
 */
export async function uploadStateFile(
  { io, slipway, dataOf }: Pick<Session, 'io' | 'slipway' | 'dataOf'>,
  file: string,
): Promise<string> {
  const content = await (file === '-' ? buffer(io.stdin) : readFile(file)).catch(
    (error: unknown) => {
      throw unreadable(`File ${file}`, error);
    },
  );
  const sha256 = createHash('sha256').update(content).digest('hex');
  await dataOf(uploadState(slipway.api, sha256, content));
  return sha256;
}
