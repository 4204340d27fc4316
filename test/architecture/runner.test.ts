import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignDays, otherDays } from '../../tools/test/campaign-day.ts';
import { canFindLeftovers, endLeftovers, RUN_MARKER } from '../../tools/test/leftovers.ts';
import { add, exitCode, lastLine, type Tally } from '../../tools/test/tally.ts';
import { runVitest, type VitestRun } from '../../tools/test/vitest.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('the last line and the exit code', () => {
  test.each<[Tally, string, number, number]>([
    [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed', 0, 0],
    [{ passed: 3, failed: 1, skipped: 0 }, '3 passed, 1 failed', 1, 1],
    [{ passed: 3, failed: 0, skipped: 2 }, '3 passed, 0 failed, 2 skipped', 0, 1],
    [{ passed: 0, failed: 0, skipped: 0 }, '0 passed, 0 failed', 1, 1],
    [{ passed: 0, failed: 0, skipped: 4 }, '0 passed, 0 failed, 4 skipped', 1, 1],
  ])('%o: %s', (tally, line, code, codeInCi) => {
    expect(lastLine(tally)).toBe(line);
    expect(exitCode(tally, false)).toBe(code);
    expect(exitCode(tally, true)).toBe(codeInCi);
  });

  test('tallies add up', () => {
    const sum = add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});

test('ten days run every file of the campaign once', async () => {
  const files = await readdir(path.join(root, 'test/campaign'), { recursive: true });
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  const all = tests.map((file) => `test/campaign/${file}`).toSorted();
  expect(campaignDays().flat().toSorted()).toEqual(all);
  expect(campaignDays()).toHaveLength(10);
  const days = campaignDays().map((_files, day) => otherDays(day * 86_400_000));
  for (const file of all) expect(days.filter((others) => !others.includes(file))).toHaveLength(1);
});

const FIXTURES = {
  'mixed.test.ts': `
    import { expect, test } from 'vitest';
    test('passes', () => expect(1).toBe(1));
    test('passes too', () => expect(1).toBe(1));
    test('fails', () => expect(1).toBe(2));
    test.skip('is skipped', () => {});
    test.todo('is to do');`,
  'broken.test.ts': `
    import './nowhere.ts';`,
  'hook.test.ts': `
    import { afterAll, test } from 'vitest';
    afterAll(() => { throw new Error('in a hook'); });
    test('passes', () => {});`,
  'unhandled.test.ts': `
    import { test } from 'vitest';
    test('passes', async () => {
      void Promise.reject(new Error('unhandled'));
      await new Promise((resolve) => setImmediate(resolve));
    });`,
  'leaves.test.ts': `
    import { spawn } from 'node:child_process';
    import { test } from 'vitest';
    test('passes', () => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000) // leftover'], { detached: true, stdio: 'ignore' });
      child.unref();
    });`,
  'listens.test.ts': `
    import '${path.join(root, 'tools/test/leaked-handles.ts')}';
    import { createServer } from 'node:net';
    import { test } from 'vitest';
    test('passes', () => new Promise((resolve) => createServer().listen(0, '127.0.0.1', resolve)));`,
  'hangs.test.ts': `
    import { test } from 'vitest';
    test('hangs', () => new Promise(() => {}), 600_000);`,
};

describe('a run of vitest', () => {
  let project = '';
  beforeAll(async () => {
    project = await mkdtemp(path.join(tmpdir(), 'slipway-runner-'));
    await symlink(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
    await mkdir(path.join(project, 'test'));
    for (const [name, text] of Object.entries(FIXTURES)) {
      await writeFile(path.join(project, 'test', name), text);
    }
  });
  afterAll(() => rm(project, { recursive: true }));

  async function run(
    args: string[],
    options: Partial<VitestRun> = {},
  ): Promise<{ tally: Tally; said: string[] }> {
    const said: string[] = [];
    const tally = await runVitest({
      root: project,
      args,
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      graceMs: 1_000,
      output: 'ignore',
      say: (line) => said.push(line),
      ...options,
    });
    return { tally, said };
  }

  test('counts what passed, failed and was skipped', async () => {
    expect(await run(['mixed'])).toEqual({
      tally: { passed: 2, failed: 1, skipped: 2 },
      said: [],
    });
  });

  // One run of four files, because starting vitest takes most of the time of a run.
  test('counts errors outside of tests: of a file, of a hook, unhandled ones and open handles', async () => {
    expect((await run(['broken', 'hook', 'unhandled', 'listens'])).tally).toEqual({
      passed: 3,
      failed: 4,
      skipped: 0,
    });
  });

  test('fails if no file matches', async () => {
    const { tally, said } = await run(['nothing-is-called-so']);
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(said).toEqual([expect.stringContaining('exit code 1')]);
  });

  test('fails if no test ran', async () => {
    const { tally, said } = await run(['mixed', '-t', 'nothing-is-called-so']);
    expect(tally).toEqual({ passed: 0, failed: 1, skipped: 5 });
    expect(said).toEqual(['no test ran']);
  });

  test.runIf(canFindLeftovers)('names a process that is left running, and kills it', async () => {
    const { tally, said } = await run(['leaves']);
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(said).toEqual([expect.stringMatching(/^left running: \d+ .*leftover/)]);
    const pid = Number(/\d+/.exec(said[0] ?? '')?.[0]);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test('ends a run that takes too long', async () => {
    const { tally, said } = await run(['hangs'], { timeoutMs: 3_000 });
    expect(tally.failed).toBeGreaterThan(0);
    expect(said[0]).toBe('the test run took more than 0.05 minutes and was ended');
  });

  test('ends a run that is interrupted', async () => {
    const { tally, said } = await run(['hangs'], { signal: AbortSignal.timeout(2_000) });
    expect(tally.failed).toBeGreaterThan(0);
    expect(said[0]).toBe('the test run was interrupted and was ended');
  });
});

test.runIf(canFindLeftovers)('only processes of the run count as left running', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    env: { ...process.env, [RUN_MARKER]: 'one-run' },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  expect(await endLeftovers('another-run', 0)).toEqual([]);
  expect(await endLeftovers('one-run', 0)).toEqual([expect.objectContaining({ pid: child.pid })]);
  await exited;
});

// A process that was killed has no command line, also before its parent has collected it.
async function isAlive(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '';
}
