/** Faults of the machine at the start: a sentence, the next step, and no stack. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataDirectory } from '../../config/data-directory.ts';
import { environmentFault } from '../../config/environment-fault.ts';
import { takeLock } from '../../host/lock.ts';
import { serverFault, summarizeEnding } from '../../launcher/temporal/server-fault.ts';

const NOBODY = 65_534;

function directory(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'slipway-fault-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('there was no error');
}

const systemError = (code: string, file?: string) =>
  Object.assign(new Error(code), { code, syscall: 'open', ...(file && { path: file }) });

const DIRECTORIES = { SLIPWAY_DATA_DIR: '/data', SLIPWAY_CACHE_DIR: '/data/cache' };

test.each([
  ['ENOSPC', '/data/x', 'The disk of /data/x is full (ENOSPC). Free some space, then start again'],
  ['EDQUOT', undefined, 'The disk quota for /data or another directory of Slipway is used up'],
  ['EROFS', '/data/x', 'is read-only (EROFS). Mount it with write access, or set SLIPWAY_DATA_DIR'],
  ['EACCES', '/data/cache/x', 'no access to /data/cache/x (EACCES). Change its permissions'],
  ['EACCES', '/data/cache/x', ', or set SLIPWAY_CACHE_DIR to another directory'],
  ['EPERM', '/', 'or set SLIPWAY_CACHE_DIR to another directory'],
  ['EACCES', '/database', 'Change its permissions or its owner$'],
  ['EMFILE', '/data/x', 'Too many files are open (EMFILE). Raise the limit with ulimit -n'],
  ['ENXIO', '/data/x', 'The system refuses open at /data/x (ENXIO). Run man errno to learn why'],
])('%s at %s: %s', (code, file, said) => {
  const fault = `${environmentFault(systemError(code, file), DIRECTORIES)}$`;
  expect(fault).toContain(said);
  expect(environmentFault(new Error('x', { cause: systemError(code, file) }), DIRECTORIES)).toBe(
    fault.slice(0, -1),
  );
});

test('a defect is no fault of the machine', () => {
  const invalid = errorOf(() => readFileSync('a\0b'));
  for (const error of [new TypeError('x'), invalid, 'x', undefined]) {
    expect(environmentFault(error)).toBeUndefined();
  }
});

test.each<[string, (parent: string) => string, RegExp]>([
  [
    'a file',
    (parent) => fileIn(parent),
    /file is not a directory\. Remove it, or set SLIPWAY_DATA_DIR/,
  ],
  [
    'below a file',
    (parent) => path.join(fileIn(parent), 'x'),
    /is a file \(ENOTDIR\)\. Remove that/,
  ],
  ['a link to itself', (parent) => linkIn(parent), /lead in a circle \(ELOOP\)/],
  ['too long a name', (parent) => path.join(parent, 'x'.repeat(300)), /too long \(ENAMETOOLONG\)/],
  [
    'in a place for no files',
    () => '/proc/slipway',
    /^The data directory \/proc\/slipway cannot be used\. .*\(E/,
  ],
])('the data directory is %s', (_name, make, said) => {
  const parent = directory();
  const data = make(parent);
  expect(errorOf(() => openDataDirectory(data))).toMatchObject({
    name: 'StartupError',
    message: expect.stringMatching(said) as string,
  });
});

function fileIn(parent: string): string {
  const made = path.join(parent, 'file');
  writeFileSync(made, '');
  return made;
}

function linkIn(parent: string): string {
  const link = path.join(parent, 'loop');
  symlinkSync('loop', link);
  return path.join(link, 'x');
}

test('the data directory cannot be written', () => {
  const data = path.join(directory(), 'data');
  mkdirSync(data);
  chmodSync(data, 0o500);
  expect(() => asOrdinaryUser(() => openDataDirectory(data))).toThrow(
    '(EACCES). Change its permissions or its owner, or set',
  );
});

/** Root may write everywhere, so the tests of root do this as another user. */
function asOrdinaryUser<T>(action: () => T): T {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(NOBODY);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}

test('a lock that cannot be taken leaves nothing', () => {
  const parent = directory();
  const lock = path.join(parent, 'start.lock');
  mkdirSync(lock);
  expect(environmentFault(errorOf(() => takeLock(lock)))).toMatch(/start\.lock/);
  expect(readdirSync(parent)).toEqual(['start.lock']);
});

const log = (error: string) =>
  `ended with code 1\n${JSON.stringify({ level: 'ERROR', msg: 'invoke failed', error, stack: 'a\nb' })}`;

test.each([
  ['failed: database or disk is full (13)', 'The disk of /data/temporal.db is full. Free some'],
  ['commit. Error: disk I/O error (778)', 'The disk of /data/temporal.db cannot be written'],
  ['attempt to write a readonly database (8)', 'Make it a file that this user can write'],
  ['unable to open database file: out of memory (14)', 'set SLIPWAY_DATA_DIR to another directory'],
  ['file is not a database (26)', 'is damaged. Restore a copy'],
  ['database disk image is malformed (11)', 'is damaged. Restore a copy'],
  ['database is locked (5)', 'Another process uses'],
])("Temporal's server: %s", (error, said) => {
  expect(serverFault(log(error), '/data/temporal.db')).toContain(said);
});

test("other ends of Temporal's server are summed up, and may be tried again", () => {
  expect(serverFault(log('address already in use'), '/data/temporal.db')).toBeUndefined();
  expect(summarizeEnding(log('could not build x.Y (/go/y.go:5): no port'))).toBe(
    'ended with code 1: no port',
  );
  expect(summarizeEnding('ended with SIGKILL')).toBe('ended with SIGKILL');
  expect(summarizeEnding('ended with code 1\n{"x\nin use')).toBe('ended with code 1: in use');
});
