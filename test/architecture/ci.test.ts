import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../tools/verify/command.ts';

const root = path.resolve(import.meta.dirname, '../..');
let checkout = '';

beforeEach(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'slipway-ci-'));
  await cp(path.join(root, '.ci'), path.join(checkout, '.ci'), { recursive: true });
  await mkdir(path.join(checkout, 'bin'));
});
afterEach(() => rm(checkout, { recursive: true }));

test.each([
  ['all tests pass', 'echo installed', 'echo; echo "3 passed, 0 failed"', 0, '3 passed, 0 failed'],
  ['a test fails', 'true', 'echo "2 passed, 1 failed"; exit 1', 1, '2 passed, 1 failed'],
  [
    'a test is skipped',
    'true',
    'echo "2 passed, 0 failed, 1 skipped"; exit 1',
    1,
    '2 passed, 0 failed, 1 skipped',
  ],
  ['the install fails', 'exit 7', 'echo "3 passed, 0 failed"', 7, '0 passed, 1 failed'],
  ['the test run crashes', 'true', 'echo oops; exit 2', 2, '0 passed, 1 failed'],
  ['the test run has no tally', 'true', 'echo oops', 1, '0 passed, 1 failed'],
  [
    'CI is not set',
    'true',
    '[ "$CI" = true ] && echo "1 passed, 0 failed"',
    0,
    '1 passed, 0 failed',
  ],
])('when %s, .ci/run ends with the tally', async (_case, install, tests, code, lastLine) => {
  const npm = path.join(checkout, 'bin', 'npm');
  await writeFile(npm, `#!/bin/sh\ncase "$1" in ci) ${install} ;; test) ${tests} ;; esac\n`);
  await chmod(npm, 0o755);
  const script = `unset CI; PATH="${checkout}/bin:$PATH" ${checkout}/.ci/run; echo "exit code $?"`;
  const { output } = await runCommand(['sh', '-c', script], { cwd: checkout, timeoutMs: 10_000 });
  expect(output.trimEnd().split('\n').slice(-2)).toEqual([lastLine, `exit code ${code}`]);
});
