import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonEnvironment } from '../../tools/conformance/python.ts';
import type { PythonOptions } from '../../host/python.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'slipway-python-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function options(more: Partial<PythonOptions> = {}): PythonOptions {
  return {
    root: path.resolve(import.meta.dirname, '../..'),
    searchPath: path.join(folder, 'bin'),
    cacheDir: path.join(folder, 'cache'),
    report: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}

/** Puts a `python3` on the search path that runs this shell script. */
function fakePython(script: string): void {
  mkdirSync(path.join(folder, 'bin'));
  writeFileSync(path.join(folder, 'bin/python3'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Creates the files that `python3 -m venv FOLDER` creates. */
const VENV = `mkdir -p "$3/bin"
printf '#!/bin/sh\necho "$@" > "$(dirname "$0")/asked"\ncp "$0" "$(dirname "$0")/schemathesis"\n' > "$3/bin/python"
chmod +x "$3/bin/python"`;

test('without Python, the error names the required version', async () => {
  await expect(pythonEnvironment(options())).rejects.toThrow(/needs Python 3\.11 or newer/);
});

test('if Python fails, the error has its output, and the next attempt starts anew', async () => {
  fakePython('echo "No module named venv" >&2; exit 1');
  for (let i = 0; i < 2; i++) {
    await expect(pythonEnvironment(options())).rejects.toThrow(/No module named venv/);
  }
});

test('the environment is installed once, from pinned versions with hashes', async () => {
  fakePython(VENV);
  const programs = await pythonEnvironment(options());
  expect(readdirSync(programs).toSorted()).toEqual(['asked', 'python', 'schemathesis']);
  expect(readFileSync(path.join(programs, 'asked'), 'utf8')).toContain('--require-hashes');
  rmSync(path.join(folder, 'bin'), { recursive: true });
  expect(await pythonEnvironment(options())).toBe(programs);
});
