/** Uploads of archives over HTTP. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { createArchives } from '../../../operations/commands/archives.ts';
import { startLoneApi } from '../../support/api/lone-api.ts';
import { parseExactly } from '../../support/stack/follow.ts';

const root = mkdtempSync(path.join(tmpdir(), 'slipway-archives-'));
afterAll(() => rmSync(root, { recursive: true }));
const archives = createArchives({
  blobs: directoryBlobStore(root),
  maxBytes: 1024 * 1024,
  now: () => new Date(),
});
const { api } = startLoneApi('', { more: archives });
const headers = { 'content-type': 'application/gzip' };

async function archiveOf(files: Record<string, string | Buffer>) {
  const packed = pack();
  for (const [name, content] of Object.entries(files)) packed.entry({ name }, content);
  packed.finalize();
  const body = gzipSync(await buffer(packed));
  return { body, sha256: createHash('sha256').update(body).digest('hex') };
}

test('an archive is uploaded once, and read by its digest', async () => {
  const { body, sha256 } = await archiveOf({ 'main.tf': '', 'data.bin': Buffer.from([0, 255]) });
  const url = `/archives/${sha256}`;
  expect((await api.get(url)).status).toBe(404);
  const uploaded = await api.send('PUT', url, { body, headers });
  expect(uploaded).toMatchObject({ status: 201, body: { sha256, bytes: body.length, files: 2 } });
  const again = await api.send('PUT', url, { body: Buffer.from('not read'), headers });
  expect(again).toMatchObject({ status: 200, body: uploaded.body });
  expect(await api.get(url)).toMatchObject({ status: 200, body: uploaded.body });
  expect((await api.send('POST', url, { body, headers })).status).toBe(405);
});

test('faults are refused with their reason', async () => {
  const { body, sha256 } = await archiveOf({ '../main.tf': 'x' });
  const put = async (digest: string, content: Buffer) => {
    const answer = await api.send('PUT', `/archives/${digest}`, { body: content, headers });
    const { code, detail } = parseExactly(problemSchema, answer.body);
    return [answer.status, code, detail];
  };
  expect(await put(sha256, body)).toEqual([
    422,
    'invalid_request',
    'The archive has "../main.tf", which is no path inside of the archive.',
  ]);
  // The answer arrives although most of the body is not read.
  const large = Buffer.alloc(20 * 1024 * 1024);
  expect(await put(sha256, large)).toEqual([
    413,
    'payload_too_large',
    'The archive is larger than the limit of 1 MiB.',
  ]);
  expect(await put('abc', body)).toEqual([
    422,
    'invalid_request',
    'The path has a fault: /sha256 must be the SHA-256 digest of an uploaded archive: 64 hexadecimal digits',
  ]);
  expect((await api.get(`/archives/${sha256}`)).status).toBe(404);
});
