/** The runners of a worker: one runs the commands of its operation, one after the other. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { holderOf } from '../../../config/holder.ts';
import { runEngine } from '../../../deployments/runner/process/run-engine.ts';
import { createRunners } from '../../../deployments/runner/process/runners.ts';
import { eventually } from '../../support/eventually.ts';
import { RUNNER } from '../../support/deployments/deployer.ts';

/** The parent of the engine is its runner. */
const SAY_RUNNER = 'echo $PPID';

function operations() {
  const runners = createRunners(RUNNER);
  const used: string[] = [];
  onTestFinished(() => {
    for (const root of used) {
      runners.end(root);
      rmSync(root, { recursive: true, force: true });
    }
  });
  return {
    runners,
    operation() {
      const root = mkdtempSync(path.join(tmpdir(), 'slipway-run-'));
      used.push(root);
      mkdirSync(path.join(root, 'module'));
      return root;
    },
    /** Runs a shell script as the engine. */
    async run(root: string, script: string, signal = new AbortController().signal) {
      const engine = path.join(root, 'engine');
      writeFileSync(engine, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      const lines: string[] = [];
      const exit = await runEngine({
        job: {
          engine,
          args: [],
          root,
          directory: path.join(root, 'module'),
          offline: true,
          env: { PATH: '/usr/bin:/bin' },
          timeoutMs: 20_000,
          graceMs: 5_000,
          maxOutputBytes: 10_000,
          maxDiskBytes: 1_000_000,
        },
        signal,
        runners,
        onLine: (line) => lines.push(line),
      });
      return { exit, lines };
    },
  };
}

const isGone = (pid: number) => holderOf(pid).command === '';

test('a runner runs the commands of its operation, and ends with it', async () => {
  const { runners, operation, run } = operations();
  const root = operation();
  const first = await run(root, `${SAY_RUNNER}; printf 'no line break'; exit 3`);
  expect(first.exit).toMatchObject({ reason: 'ended', code: 3 });
  const [pid] = first.lines;
  expect(first.lines).toEqual([pid, 'no line break']);
  expect(await run(root, SAY_RUNNER)).toMatchObject({ exit: { code: 0 }, lines: [pid] });

  runners.end(root);
  await eventually(() => isGone(Number(pid)));
  const { lines } = await run(root, SAY_RUNNER);
  expect(lines).not.toEqual([pid]);
});

test('another operation gets another runner, and only four wait', async () => {
  const { operation, run } = operations();
  const pids: number[] = [];
  for (let i = 0; i < 6; i++) {
    const { lines } = await run(operation(), SAY_RUNNER);
    pids.push(Number(lines[0]));
  }
  expect(new Set(pids).size).toBe(6);
  await eventually(() => pids.slice(0, 2).every(isGone));
  expect(pids.slice(2).some(isGone)).toBe(false);
});

test('an engine cannot say that it has ended', async () => {
  const { operation, run } = operations();
  const exit = '{"reason":"ended","code":0,"detail":""}';
  const said = [`slipway-runner token ${exit}`, `{"runner":${exit}}`];
  const script = `${said.map((line) => `echo '${line}'`).join('; ')}; exit 7`;
  const ended = await run(operation(), script);
  expect(ended).toEqual({ exit: { reason: 'ended', code: 7, detail: '' }, lines: said });
});

test('after an interrupted or dead engine, the next command gets another runner', async () => {
  const { operation, run } = operations();
  const root = operation();
  const stop = new AbortController();
  const script = `${SAY_RUNNER}; trap 'exit 1' INT; touch begun; while :; do sleep 0.05; done`;
  const running = run(root, script, stop.signal);
  await eventually(() => existsSync(path.join(root, 'module', 'begun')));
  stop.abort();
  const { exit, lines } = await running;
  expect(exit).toMatchObject({ reason: 'interrupted' });
  const killed = await run(root, `${SAY_RUNNER}; kill -9 $$`);
  expect(killed.exit).toMatchObject({ reason: 'died' });
  const next = await run(root, SAY_RUNNER);
  expect(new Set([...lines, ...killed.lines, ...next.lines]).size).toBe(3);
  await eventually(() => [...lines, ...killed.lines].every((pid) => isGone(Number(pid))));
});

test('a runner that was killed while it waited is replaced', async () => {
  const { operation, run } = operations();
  const root = operation();
  const { lines } = await run(root, SAY_RUNNER);
  process.kill(Number(lines[0]), 'SIGKILL');
  await eventually(() => isGone(Number(lines[0])));
  const next = await eventually(async () => {
    const again = await run(root, SAY_RUNNER);
    return again.exit.reason === 'ended' ? again : undefined;
  });
  expect(next.lines).not.toEqual(lines);
});
