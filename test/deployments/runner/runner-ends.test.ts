/** How a run ends: nothing of its process group is left, and its output is bounded. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { holderOf } from '../../../config/holder.ts';
import { awaitRunnerExit, runDirectory } from '../../../deployments/runner/run-directory.ts';
import { runJob } from '../../../deployments/runner/process/runner.ts';
import { limitOutput } from '../../../deployments/runner/sandbox/output-limit.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { eventually } from '../../support/eventually.ts';

const signal = new AbortController().signal;

function directory() {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-run-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const run = runDirectory(root, 'operation');
  mkdirSync(run.module, { recursive: true });
  return run;
}

/** Runs a shell script as the engine, as a plain process. Returns how it ended, and its output. */
async function runScript(script: string, maxOutputBytes = 1_000) {
  const { root, module } = directory();
  const engine = path.join(root, 'engine');
  writeFileSync(engine, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  let output = '';
  const exit = await runJob(
    {
      engine,
      args: [],
      root,
      directory: module,
      offline: true,
      env: { PATH: '/usr/bin:/bin' },
      timeoutMs: 20_000,
      graceMs: 5_000,
      maxOutputBytes,
      maxDiskBytes: 1_000_000,
    },
    {
      signal,
      openBlobs: directoryBlobStore,
      write(text) {
        output += text;
      },
    },
  );
  return { exit, output, pidFile: path.join(module, 'pid') };
}

async function expectGone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(0);
  await eventually(() => holderOf(pid).command === '');
}

/** Starts a program that outlives the one that has started it, as a provider outlives a killed engine. */
const START_PROVIDER = 'sleep 60 > /dev/null 2>&1 & echo $! > pid';

describe('the providers of an engine end', () => {
  test('when the engine is killed', async () => {
    const { exit, pidFile } = await runScript(`${START_PROVIDER}; kill -9 $$`);
    expect(exit.reason).toBe('died');
    await expectGone(Number(readFileSync(pidFile, 'utf8')));
  });

  test('when the engine has ended by itself', async () => {
    const { exit, pidFile } = await runScript(START_PROVIDER);
    expect(exit).toMatchObject({ reason: 'ended', code: 0 });
    await expectGone(Number(readFileSync(pidFile, 'utf8')));
  });

  test('when the engine and its runner are gone', async () => {
    const run = directory();
    const engine = spawn('/bin/sh', ['-c', `${START_PROVIDER}; read line`], {
      cwd: run.module,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const pidFile = path.join(run.module, 'pid');
    const provider = await eventually(() => Number(readFileSync(pidFile, 'utf8')));
    const record = path.join(run.root, 'runner.json');
    const holders = { runner: { pid: 1, command: 'gone' }, engine: holderOf(engine.pid ?? 0) };
    writeFileSync(record, JSON.stringify(holders));
    engine.stdin.end();
    await once(engine, 'exit');
    expect(holderOf(provider).command).not.toBe('');
    await awaitRunnerExit(run, { graceMs: 0, signal });
    await expectGone(provider);
    expect(existsSync(record)).toBe(false);
  });

  test('but a process that has got the pid of the engine since is left alone', async () => {
    const run = directory();
    const other = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    onTestFinished(() => void other.kill('SIGKILL'));
    const engine = { pid: other.pid, command: 'tofu apply' };
    const holders = { runner: { pid: 1, command: 'gone' }, engine };
    writeFileSync(path.join(run.root, 'runner.json'), JSON.stringify(holders));
    await awaitRunnerExit(run, { graceMs: 0, signal });
    expect(other.kill(0)).toBe(true);
  });
});

function limited(maxBytes: number, parts: string[]): { output: string; exceeded: number } {
  let output = '';
  let exceeded = 0;
  const limit = limitOutput({
    maxBytes,
    write(text) {
      output += text;
    },
    exceeded() {
      exceeded += 1;
    },
  });
  for (const part of parts) limit.push(part);
  limit.end();
  return { output, exceeded };
}

describe('beyond the limit on its output', () => {
  test('a run is stopped, and its output ends with a whole line', async () => {
    const { exit, output } = await runScript(
      'trap "exit 1" INT; printf begun; while :; do printf 12345; done',
    );
    expect(exit.reason).toBe('output');
    expect(output.length).toBeLessThan(1_100);
    expect(output).toMatch(/^(?:begun(?:12345)*1?2?3?4?\n)?$/);
  });

  const begin = '{"type":"apply_start","n":1}\n';
  const end = '{"type":"apply_complete","n":1}\n';
  const failed = '{"type":"apply_errored","n":2}\n';

  test('only the ends of resources pass, however they are cut', () => {
    const text = `${begin}${'{"type":"other"}\n'.repeat(3)}${end}${begin}${failed}`;
    for (let size = 1; size <= text.length; size += 3) {
      const parts = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const { output, exceeded } = limited(begin.length, parts);
      expect(exceeded).toBe(1);
      expect(output.endsWith(`${end}${failed}`)).toBe(true);
    }
  });

  test('the line that the limit cuts is complete', () => {
    const { output } = limited(begin.length + 5, [begin, end.slice(0, 4), end.slice(4) + begin]);
    expect(output).toBe(begin + end);
  });

  test('a line without an end is not kept in memory, and does not pass', () => {
    const long = `"type":"apply_complete"${'x'.repeat(100_000)}`;
    const { output } = limited(10, [long, long, '\n', end]);
    expect(output).toBe(end);
  });

  test('below it, everything passes as it is', () => {
    expect(limited(1_000, [begin, end])).toEqual({ output: begin + end, exceeded: 0 });
  });
});
