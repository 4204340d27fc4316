/** Tests what the program loads before it runs a command, which is most of the time that a short command takes. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DIST } from '../support/stack/part.ts';

const FOLDER = path.join(DIST, 'cli', 'bundle');
const ROOT = path.resolve(import.meta.dirname, '../..');
/** Node.js reads, compiles and runs this much in about 40 ms. */
const MAX_BYTES = 350_000;

const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8');

/** The files that are loaded with `main.mjs`. Those of `import(…)` are loaded on first use. */
function loadedAtStart(name = 'main.mjs', known = new Set<string>()): Set<string> {
  if (known.has(name)) return known;
  known.add(name);
  for (const [, other = ''] of read(name).matchAll(/(?:from|import)"\.\/([\w.-]+\.mjs)"/g)) {
    loadedAtStart(other, known);
  }
  return known;
}
const eager = loadedAtStart();

/** A word of each library that few commands need: undici, zod, yaml and log-update. */
const LAZY = ['EnvHttpProxyAgent', 'invalid_union', 'BLOCK_LITERAL', 'eraseLines'];

test('little is loaded at the start, and none of the libraries that few commands need', () => {
  const bytes = [...eager].map((name) => statSync(path.join(FOLDER, name)).size);
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(MAX_BYTES);
  const filesWith = (word: string) =>
    readdirSync(FOLDER).filter((name) => read(name).includes(word));
  for (const word of LAZY) {
    const files = filesWith(word).filter((name) => name.endsWith('.mjs'));
    expect(files).not.toEqual([]);
    expect(files.filter((name) => eager.has(name))).toEqual([]);
  }
});

test('the first call in a clone needs no build', () => {
  const clone = mkdtempSync(path.join(tmpdir(), 'slipway-clone-'));
  onTestFinished(() => rmSync(clone, { recursive: true }));
  for (const name of ['cli', 'client', 'contract', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(ROOT, name), path.join(clone, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(clone, 'node_modules'));
  const program = path.join(clone, 'cli', 'slipway.mjs');
  const { stdout, stderr } = spawnSync(program, ['clusters', '--help'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('slipway clusters create');
});
