import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Check, describeResult, runChecks } from '../../tools/verify/check.ts';
import { commandCheck, runCommand } from '../../tools/verify/command.ts';

const options = { cwd: import.meta.dirname, timeoutMs: 10_000 };

test('every check runs, also after one has failed', async () => {
  const checks: Check[] = [
    { name: 'throws', run: () => Promise.reject(new Error('by a fault of its own')) },
    { name: 'fails', run: async () => ({ ok: false, output: 'a fault' }) },
    { name: 'passes', run: async () => ({ ok: true, output: '', note: 'well done' }) },
  ];
  const reported: string[] = [];
  const results = await runChecks(checks, 1, (result) => reported.push(describeResult(result)));
  expect(results.map(({ name, ok }) => [name, ok])).toEqual([
    ['throws', false],
    ['fails', false],
    ['passes', true],
  ]);
  expect(reported[0]).toContain('by a fault of its own');
  expect(reported[1]).toMatch(/^FAILED {2}fails +\d+\.\d s\na fault/);
  expect(reported[2]).toMatch(/^ok {6}passes +\d+\.\d s {2}well done$/);
});

test('at most the given number of checks run at once', async () => {
  let running = 0;
  let most = 0;
  const check: Check = {
    name: 'counts',
    run: async () => {
      most = Math.max(most, ++running);
      await setImmediate();
      running--;
      return { ok: true, output: '' };
    },
  };
  await runChecks([check, check, check, check, check], 2, () => {});
  expect(most).toBe(2);
});

test('a command fails by its exit code and shows both of its streams', async () => {
  const script = 'console.log("out"); console.error("err"); process.exit(3)';
  const check = commandCheck('exits', [process.execPath, '-e', script], options);
  const outcome = await check.run();
  expect(outcome.ok).toBe(false);
  expect(outcome.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
});

test('a command that does not exist fails', async () => {
  expect(await runCommand(['/nowhere/at-all'], options)).toMatchObject({ ok: false });
});

test('a command that takes too long is killed with its children', async () => {
  // The grandchild holds the streams open, so the command ends only when the grandchild ends.
  const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
  const outcome = await runCommand([process.execPath, '-e', grandchild], {
    ...options,
    timeoutMs: 500,
  });
  expect(outcome).toEqual({ ok: false, output: expect.stringContaining('ended after 0.5 s') });
});
