/** Reads the log of an operation, chunk by chunk. */
import { logLineSchema, type LogLine } from '../../contract/operations/log.ts';
import { parseJson } from '../engine/json.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { firstOf, linesIn } from './log-chunks.ts';

/**
 * Returns the lines of one chunk that follow the line with this number; none if there is no such line yet. A line
 * in place of missing ones says how many they are.
 */
export async function readLogChunk(
  blobs: BlobStore,
  prefix: string,
  after: number,
): Promise<LogLine[]> {
  const keys = await blobs.list(prefix);
  const holder = keys.findLastIndex((key) => firstOf(key) <= after + 1);
  for (const key of keys.slice(Math.max(0, holder))) {
    const content = (await blobs.get(key)) ?? Buffer.alloc(0);
    const lines = linesIn(content)
      .map((line) => logLineSchema.parse(parseJson(line)))
      .filter(({ sequence }) => sequence > after);
    const [first] = lines;
    if (first === undefined) continue;
    return [...gapBefore(first, after), ...lines];
  }
  return [];
}

function gapBefore({ sequence, at, phase }: LogLine, after: number): LogLine[] {
  const count = sequence - after - 1;
  if (count < 1) return [];
  const message = `${count} ${count === 1 ? 'line is' : 'lines are'} left out here, because the log has reached its limit (SLIPWAY_DEPLOYMENT_LOG_KIB).`;
  return [{ sequence: sequence - 1, at, phase, level: 'warn', message }];
}
