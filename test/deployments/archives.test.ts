/** Archives of modules: what is stored of them, what is refused, and how long they are kept. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openArchive, storeArchive, useArchive } from '../../deployments/storage/archives.ts';
import { directoryBlobStore, type BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { storeArchiveUse } from '../../deployments/storage/source.ts';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60_000;
const organizationId = 'local';

type Entry = Partial<Header> & { name: string; content?: string | Buffer };

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const packed = pack();
  for (const { content = '', ...header } of entries) packed.entry(header, content);
  packed.finalize();
  return buffer(packed);
}

const archiveOf = async (entries: readonly Entry[]) => gzipSync(await tarOf(entries));
const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

let blobs: BlobStore;
beforeEach(() => {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-archives-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  blobs = directoryBlobStore(root);
});

function store(content: Buffer, { digest = digestOf(content), now = 0, maxBytes = MIB } = {}) {
  // In small pieces, as they come from a network.
  const pieces = Array.from({ length: Math.ceil(content.length / 1_000) }, (_, i) =>
    content.subarray(i * 1_000, (i + 1) * 1_000),
  );
  const stream = Readable.from(pieces);
  return storeArchive(blobs, { organizationId, digest }, stream, { maxBytes, now });
}

/** Bytes that cannot be compressed, and are the same in every run. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(String(i)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

test('the texts of module files are known, and every file is stored byte by byte', async () => {
  const binary = noise(5_000);
  const long = `${'folder/'.repeat(30)}file.txt`;
  const content = await archiveOf([
    { name: './', type: 'directory' },
    { name: './envs/prod/main.tf', content: 'variable "ü" {}' },
    { name: 'lambda/code.zip', content: binary, mode: 0o755 },
    { name: long, content: 'long' },
    { name: 'prod.auto.tfvars', content: 'size = 2' },
    { name: '.helmignore', content: '' },
  ]);
  const index = await store(content);
  const files = {
    'envs/prod/main.tf': 'variable "ü" {}',
    'lambda/code.zip': '',
    [long]: '',
    'prod.auto.tfvars': '',
    '.helmignore': '',
  };
  expect(index).toEqual({ bytes: content.length, files });
  const digest = digestOf(content);
  expect(await useArchive(blobs, { organizationId, digest }, 1)).toEqual(index);
  const read: Record<string, [Buffer, boolean]> = {};
  await openArchive(blobs, { organizationId, digest }, MIB, async (file) => {
    read[file.path] = [await buffer(file.content), file.isExecutable];
  });
  expect(read['lambda/code.zip']).toEqual([binary, true]);
  expect(read['envs/prod/main.tf']?.[1]).toBe(false);
  expect(Object.keys(read)).toEqual(Object.keys(files));
});

async function refused(content: Buffer, options?: Parameters<typeof store>[1]): Promise<string> {
  const failure: unknown = await store(content, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(await blobs.list('')).toEqual([]);
  expect(failure).toMatchObject({ name: 'ArchiveError' });
  return (failure as Error).message;
}

describe('refused, and not stored:', () => {
  const main = { name: 'main.tf', content: '' };
  test.each<[string, RegExp, Entry[]]>([
    [
      'a symbolic link',
      /which is a symlink/,
      [{ name: 'a', type: 'symlink', linkname: '/etc/passwd' }],
    ],
    ['a hard link', /which is a link/, [main, { name: 'a', type: 'link', linkname: 'main.tf' }]],
    ['a device', /which is a character-device/, [{ name: 'a', type: 'character-device' }]],
    ['a FIFO', /which is a fifo/, [{ name: 'a', type: 'fifo' }]],
    ['a path that leads out', /no path inside/, [{ name: 'a/../../b', content: 'x' }]],
    ['a folder that leads out', /no path inside/, [{ name: '../a', type: 'directory' }]],
    ['an absolute path', /no path inside/, [{ name: '/etc/cron.d/x', content: 'x' }]],
    ['a backslash', /backslash/, [{ name: String.raw`a\b`, content: 'x' }]],
    ['a control character', /control character/, [{ name: 'a\nb', content: 'x' }]],
    ['a state', /uses for its own files/, [{ name: 'x/terraform.tfstate', content: '{}' }]],
    ['a rescued state', /uses for its own files/, [{ name: 'x/errored.tfstate', content: '{}' }]],
    ['plugins', /uses for its own files/, [{ name: 'x/.terraform/providers/p', content: '' }]],
    ['another backend', /uses for its own/, [{ name: 'slipway_backend_override.tf', content: '' }]],
    ['late values', /would replace the values/, [{ name: 'x/~z.auto.tfvars', content: '' }]],
    ['later values', /would replace the values/, [{ name: 'ü.auto.tfvars.json', content: '' }]],
    ['a file twice', /twice, perhaps in upper/, [main, { name: 'MAIN.tf', content: 'x' }]],
    ['a file as a folder', /as a file and as a folder/, [main, { name: 'main.tf/a', content: '' }]],
    [
      'a folder as a file',
      /as a file and as a folder/,
      [
        { name: 'a/b', content: '' },
        { name: 'a', content: '' },
      ],
    ],
    [
      'a module file that is not UTF-8',
      /not UTF-8/,
      [{ name: 'a.tf', content: Buffer.from([0xff]) }],
    ],
  ])('%s', async (_what, reason, entries) => {
    expect(await refused(await archiveOf(entries))).toMatch(reason);
  });

  test('another digest, and too many bytes', async () => {
    const content = await archiveOf([main]);
    expect(await refused(content, { digest: '0'.repeat(64) })).toContain(digestOf(content));
    expect(await refused(noise(5_000), { maxBytes: 4_096 })).toMatch(/larger than the limit/);
  });

  test('content that is no archive, or only a part of one', async () => {
    const content = await archiveOf([{ name: 'a.txt', content: noise(4_000) }]);
    for (const damaged of [
      Buffer.from('no archive'),
      Buffer.alloc(0),
      gzipSync(noise(2_000)),
      content.subarray(0, 2_000),
      Buffer.concat([content.subarray(0, 1_000), noise(1_000), content.subarray(2_000)]),
    ]) {
      expect(await refused(damaged)).toBe('is not a tar file compressed with gzip, or is damaged.');
    }
  });

  test('bombs: much content, many files, long names, and sizes that hide them', async () => {
    const zeros = Buffer.alloc(2 * MIB);
    const bomb = await archiveOf(
      Array.from({ length: 6 }, (_, i) => ({ name: `${i}`, content: zeros })),
    );
    expect(bomb.length).toBeLessThan(MIB / 10);
    expect(await refused(bomb)).toMatch(/unpacks to more than 10 MiB/);
    const many = Array.from({ length: 5_001 }, (_, i) => ({ name: `${i}`, content: '' }));
    expect(await refused(await archiveOf(many))).toMatch(/more than 5000 files/);
    const long = await archiveOf([{ name: 'a', pax: { comment: 'x'.repeat(1.5 * MIB) } }]);
    expect(await refused(long)).toMatch(/name of more than 1 MiB/);
    const sized = await archiveOf([{ name: 'a', pax: { size: '1000000' }, content: 'x' }]);
    expect(await refused(sized)).toMatch(/a file that is too large/);
  });
});

test('an archive is kept while it is used, and removed 30 days later', async () => {
  const used = await archiveOf([{ name: 'used.tf', content: '' }]);
  const touched = await archiveOf([{ name: 'touched.tf', content: '' }]);
  const unused = await archiveOf([{ name: 'unused.tf', content: '' }]);
  for (const content of [used, touched, unused]) await store(content);
  const keys = deploymentKeys(organizationId, 'some-uid');
  await storeArchiveUse(blobs, keys, digestOf(used));
  await useArchive(blobs, { organizationId, digest: digestOf(touched) }, 20 * DAY_MS);
  await store(await archiveOf([{ name: 'later.tf', content: '' }]), { now: 31 * DAY_MS });
  const stored = async (content: Buffer) =>
    (await blobs.list(`${organizationId}/archives/${digestOf(content)}`)).length;
  expect([await stored(used), await stored(touched), await stored(unused)]).toEqual([3, 3, 0]);
});
