/** Logs in a blob store: their order, their limit, and how long they are kept. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { LogLine } from '../../../contract/operations/log.ts';
import { createLogChunks, type LogEntry } from '../../../deployments/log/log-chunks.ts';
import { readLogChunk } from '../../../deployments/log/read-log.ts';
import { createLogWriter } from '../../../deployments/log/log-writer.ts';
import { expireLogs, openLog } from '../../../deployments/log/operation-logs.ts';
import type { BlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys, operationLog, operationLogs } from '../../../deployments/storage/keys.ts';
import { memoryBlobs } from '../../support/deployments/memory-blobs.ts';

const KIB = 1024;
const DAY_MS = 24 * 60 * 60_000;
const PREFIX = 'local/operation-logs/uid/op/';
const onNew = async () => {};

function entry(message: string): LogEntry {
  return { at: '2026-01-01T00:00:00.000Z', phase: 'plan', level: 'info', message };
}

async function readAll(blobs: BlobStore, after = 0, prefix = PREFIX): Promise<LogLine[]> {
  const lines = await readLogChunk(blobs, prefix, after);
  const last = lines.at(-1);
  return last === undefined ? [] : [...lines, ...(await readAll(blobs, last.sequence, prefix))];
}

function chunksOf(blobs: BlobStore, maxBytes = 1024 * KIB) {
  return createLogChunks(blobs, PREFIX, { maxBytes, onNew });
}

test('lines keep their order over batches, chunks and writers, and are read from any of them on', async () => {
  const blobs = memoryBlobs();
  const messages = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(KIB)}`);
  const first = chunksOf(blobs);
  await first.append(messages.slice(0, 3).map(entry));
  await first.append(messages.slice(3, 200).map(entry));
  // Another attempt, on another machine.
  await chunksOf(blobs).append(messages.slice(200).map(entry));
  expect((await blobs.list(PREFIX)).length).toBeGreaterThan(3);
  const lines = await readAll(blobs);
  expect(lines.map(({ message }) => message)).toEqual(messages);
  expect(lines.map(({ sequence }) => sequence)).toEqual(messages.map((_, i) => i + 1));
  for (const after of [1, 63, 64, 65, 199, 200, 299]) {
    expect((await readAll(blobs, after)).map(({ sequence }) => sequence)).toEqual(
      lines.slice(after).map(({ sequence }) => sequence),
    );
  }
  expect(await readAll(blobs, 300)).toEqual([]);
});

test('two writers of the same log lose nothing', async () => {
  const blobs = memoryBlobs();
  const [one, two] = [chunksOf(blobs), chunksOf(blobs)];
  await one.append([entry('one')]);
  await two.append([entry('two')]);
  const late = chunksOf(blobs);
  await Promise.all([late.append([entry('three')]), chunksOf(blobs).append([entry('four')])]);
  const messages = (await readAll(blobs)).map(({ message }) => message);
  expect(messages.toSorted()).toEqual(['four', 'one', 'three', 'two']);
});

test('beyond its limit, a log keeps its beginning and its end, and says what is missing', async () => {
  const blobs = memoryBlobs();
  const chunks = chunksOf(blobs, 512 * KIB);
  for (let i = 1; i <= 2_000; i += 1) await chunks.append([entry(`${i} ${'x'.repeat(KIB)}`)]);
  const sizes = await Promise.all(
    (await blobs.list(PREFIX)).map(async (key) => (await blobs.get(key))?.length ?? 0),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(640 * KIB);
  expect(bytes).toBeGreaterThan(400 * KIB);
  const lines = await readAll(blobs);
  expect(lines[0]?.message).toMatch(/^1 x/);
  expect(lines.at(-1)?.message).toMatch(/^2000 x/);
  const gaps = lines.filter(({ level }) => level === 'warn');
  const left = 2_000 - (lines.length - 1);
  expect(gaps.map(({ message }) => message)).toEqual([
    `${left} lines are left out here, because the log has reached its limit (SLIPWAY_DEPLOYMENT_LOG_KIB).`,
  ]);
  // A reader who goes on from the gap misses nothing.
  const gap = gaps[0]?.sequence ?? 0;
  expect((await readAll(blobs, gap))[0]?.sequence).toBe(gap + 1);
});

test('lines are stored within a second, and a full disk loses them without an error', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const blobs = memoryBlobs();
  const chunks = chunksOf(blobs);
  let isFull = false;
  const writer = createLogWriter({
    async append(entries) {
      if (isFull) throw new Error('no space left');
      await chunks.append(entries);
    },
  });
  writer.push(entry('one'));
  expect(await readAll(blobs)).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await readAll(blobs)).map(({ message }) => message)).toEqual(['one']);
  isFull = true;
  writer.push(entry('two'));
  writer.push(entry('three'));
  await vi.advanceTimersByTimeAsync(1_000);
  isFull = false;
  writer.push(entry('four'));
  await writer.close();
  expect((await readAll(blobs)).map(({ message }) => message)).toEqual([
    'one',
    '2 lines before this one could not be stored.',
    'four',
  ]);
});

test('a storage that is slower than the engine does not fill the memory', async () => {
  let stored = 0;
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const writer = createLogWriter({
    async append(entries) {
      await promise;
      stored += entries.length;
    },
  });
  for (let i = 0; i < 10_000; i += 1) writer.push(entry('x'.repeat(KIB)));
  resolve();
  await writer.close();
  expect(stored).toBeGreaterThan(4_000);
  expect(stored).toBeLessThan(4_200);
});

test('the last 20 operations of a deployment have a log, in whatever order their ids sort', async () => {
  const blobs = memoryBlobs();
  const operations = Array.from({ length: 25 }, (_, i) => `op${(i * 7) % 25}`);
  for (const operationId of operations) {
    const owner = { organizationId: 'local', uid: 'uid', operationId };
    for (const message of ['one', 'two']) {
      const log = openLog({ blobs, maxLogBytes: 1024 * KIB }, owner);
      log.push(entry(message));
      await log.close();
    }
  }
  const isKept = await Promise.all(
    operations.map(async (id) => {
      const lines = await readAll(blobs, 0, operationLog('local', 'uid', id));
      return lines.length === 2;
    }),
  );
  expect(isKept).toEqual([...Array<boolean>(5).fill(false), ...Array<boolean>(20).fill(true)]);
});

test('logs outlive their deployment for 30 days, unless a retry has created it', async () => {
  const blobs = memoryBlobs();
  for (const uid of ['gone', 'retried']) {
    const log = openLog(
      { blobs, maxLogBytes: 1024 * KIB },
      { organizationId: 'local', uid, operationId: 'op' },
    );
    log.push(entry('it failed'));
    await log.close();
    await expireLogs(blobs, { organizationId: 'local', uid }, 0);
  }
  await blobs.put(deploymentKeys('local', 'retried').state, Buffer.from('{}'));
  const stored = async (uid: string) => (await blobs.list(operationLogs('local', uid))).length > 0;
  await expireLogs(blobs, { organizationId: 'local', uid: 'other' }, 29 * DAY_MS);
  expect(await stored('gone')).toBe(true);
  await expireLogs(blobs, { organizationId: 'local', uid: 'other' }, 31 * DAY_MS);
  expect(await stored('gone')).toBe(false);
  expect(await stored('retried')).toBe(true);
});
