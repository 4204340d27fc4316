/** Applies that are interrupted or killed: the state has what exists, and the next attempt continues. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { holderOf } from '../../../config/holder.ts';
import { findEngine } from '../../../deployments/engine/engine.ts';
import { sandboxOf } from '../../../deployments/runner/sandbox/isolation.ts';
import { runEngine } from '../../../deployments/runner/process/run-engine.ts';
import { createRunners } from '../../../deployments/runner/process/runners.ts';
import { incompleteRun } from '../../../deployments/runner/session-errors.ts';
import { runDirectory } from '../../../deployments/runner/run-directory.ts';
import { managedObjects } from '../../../deployments/storage/state.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { eventually } from '../../support/eventually.ts';
import {
  newId,
  RUNNER,
  testDeployer,
  type TestDeployer,
} from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;

const LINKS = 6;
/** With this number of recorded objects, the engine is in a pause and has not started the next object. */
const IN_A_PAUSE = 3;

/**
 * A chain of resources that each append a line to a file on their creation, with a pause after each. The
 * pauses are resources of their own: when the engine is stopped, it kills the programs that it runs, and
 * the next apply creates their resources again.
 */
function counted(file: string) {
  const links = Array.from(
    { length: LINKS },
    (_, i) => `
      resource "terraform_data" "r${i}" {
        ${i > 0 ? `depends_on = [terraform_data.pause${i - 1}]` : ''}
        provisioner "local-exec" { command = "echo r${i} >> ${file}" }
      }
      resource "terraform_data" "pause${i}" {
        depends_on = [terraform_data.r${i}]
        provisioner "local-exec" { command = "sleep 0.3" }
      }
    `,
  );
  return { 'main.tf': links.join('\n') };
}

const ONCE_EACH = Array.from({ length: LINKS }, (_, i) => `r${i}`);

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

async function planned(it: TestDeployer): Promise<{ job: DeploymentJob; file: string }> {
  const file = path.join(it.shared, 'made');
  const job = await it.job(counted(file));
  await it.deployer.plan(job, { destroy: false }, signal);
  return { job, file };
}

/** The number of objects in the state, at once. The deployer's own count waits for the engine. */
async function recorded(it: TestDeployer, job: DeploymentJob): Promise<number> {
  return managedObjects(await it.state(job).read()) ?? 0;
}

/** Applies until the state has `count` objects, then calls `act`. Returns how the apply ended. */
async function applyUntil(
  it: TestDeployer,
  job: DeploymentJob,
  count: number,
  act: () => void,
  until = signal,
): Promise<unknown> {
  const ended = it.deployer
    .apply(job, () => {}, until)
    .then(
      () => 'applied',
      (error: unknown) => error,
    );
  await eventually(async () => (await recorded(it, job)) >= count);
  act();
  return ended;
}

function engineOf({ settings }: TestDeployer, job: DeploymentJob): number {
  const { root } = runDirectory(settings.runsRoot, job.operationId);
  const record = JSON.parse(readFileSync(path.join(root, 'runner.json'), 'utf8')) as {
    engine: { pid: number };
  };
  return record.engine.pid;
}

test('an interrupted apply completes and records the changes in flight', async () => {
  const it = testDeployer();
  const { job, file } = await planned(it);
  const stop = new AbortController();
  const reason = new Error('canceled');
  expect(await applyUntil(it, job, IN_A_PAUSE, () => stop.abort(reason), stop.signal)).toBe(reason);
  expect(lines(file).length).toBeLessThan(LINKS);
  expect(await it.deployer.countResources(job, signal)).toBeLessThan(2 * LINKS);
  expect(await it.state(job).holder()).toBeUndefined();
  await it.deployer.plan(job, { destroy: false }, signal);
  await it.deployer.apply(job, () => {}, signal);
  expect(lines(file)).toEqual(ONCE_EACH);
});

test('a killed engine leaves its recorded state, and its lock to the same operation', async () => {
  const it = testDeployer();
  const { job, file } = await planned(it);
  const killed = await applyUntil(it, job, IN_A_PAUSE, () =>
    process.kill(-engineOf(it, job), 'SIGKILL'),
  );
  expect(killed).toMatchObject({ details: { code: 'engine_died', retryable: true } });
  expect(await it.deployer.countResources(job, signal)).toBeGreaterThanOrEqual(IN_A_PAUSE);
  expect(await it.state(job).holder()).toBe(job.operationId);

  const another = { ...job, operationId: newId() };
  await expect(it.deployer.plan(another, { destroy: false }, signal)).rejects.toMatchObject({
    details: { code: 'state_locked' },
  });

  const again = await it.deployer.plan(job, { destroy: false }, signal);
  const known = again.resources.filter(({ operation }) => operation === 'same');
  expect(known.length).toBeGreaterThanOrEqual(IN_A_PAUSE);
  await it.deployer.apply(job, () => {}, signal);
  expect(await it.deployer.countResources(job, signal)).toBe(2 * LINKS);
  expect(await it.state(job).holder()).toBeUndefined();
  expect(lines(file)).toEqual(ONCE_EACH);
});

test('when its worker dies, the engine ends in order, and no resource is created twice', async () => {
  const it = testDeployer();
  const { job, file } = await planned(it);
  const { settings } = it;
  const engine = await findEngine('opentofu', settings.engines.opentofu);
  if ('reasons' in engine) throw new Error('no engine');
  const directory = runDirectory(settings.runsRoot, job.operationId);
  // A runner whose worker dies during the apply.
  const runner = spawn(process.execPath, [RUNNER], { stdio: ['pipe', 'pipe', 'inherit'] });
  runner.stdin.write(
    `${JSON.stringify({
      token: 'any',
      job: {
        engine: engine.path,
        args: ['apply', '-input=false', '-json', directory.plan],
        root: directory.root,
        directory: directory.module,
        offline: false,
        env: {
          PATH: '/usr/bin:/bin',
          HOME: directory.home,
          TF_CLI_CONFIG_FILE: directory.engineConfig,
        },
        timeoutMs: 60_000,
        graceMs: 5_000,
        maxOutputBytes: 1_000_000,
        sandbox: sandboxOf(settings.isolation, directory, [engine.path, settings.mirror]),
        maxDiskBytes: 1_000_000_000,
        state: {
          blobs: settings.blobsRoot,
          organizationId: job.organizationId,
          uid: job.uid,
          operationId: job.operationId,
        },
      },
    })}\n`,
  );
  runner.stdout.resume();
  await eventually(async () => (await recorded(it, job)) >= IN_A_PAUSE);
  runner.stdin.destroy();
  runner.stdout.destroy();
  const ended = once(runner, 'exit');

  // The next attempt waits for the runner.
  await it.deployer.plan(job, { destroy: false }, signal);
  await ended;
  await it.deployer.apply(job, () => {}, signal);
  expect(await it.deployer.countResources(job, signal)).toBe(2 * LINKS);
  expect(lines(file)).toEqual(ONCE_EACH);
});

/** Starts a program as the engine, in a module of its own. */
function startEngine(
  root: string,
  engine: string,
  { graceMs, stop }: { graceMs: number; stop?: AbortSignal },
): ReturnType<typeof runEngine> {
  const module = path.join(root, 'run', 'module');
  mkdirSync(module, { recursive: true });
  return runEngine({
    job: {
      engine,
      args: [],
      root: path.dirname(module),
      directory: module,
      offline: true,
      env: {},
      timeoutMs: 60_000,
      graceMs,
      maxOutputBytes: 1,
      maxDiskBytes: 1_000_000,
    },
    ...(stop && { signal: stop }),
    runners: createRunners(RUNNER),
    onLine() {},
  });
}

test('an engine that does not stop within its grace is killed with all its processes', async () => {
  const { root } = testDeployer();
  const engine = path.join(root, 'deaf');
  const pidFile = path.join(root, 'pid');
  writeFileSync(
    engine,
    `#!/bin/sh\ntrap '' INT TERM\nsleep 60 &\necho $! > ${pidFile}\nwhile :; do sleep 1; done\n`,
    { mode: 0o755 },
  );
  const stop = new AbortController();
  const ended = startEngine(root, engine, { graceMs: 200, stop: stop.signal });
  const pid = await eventually(() => Number(readFileSync(pidFile, 'utf8')) || undefined);
  stop.abort();
  expect(await ended).toMatchObject({ reason: 'killed' });
  await eventually(() => holderOf(pid).command === '');
});

test('an engine whose output exceeds the limit in the middle of a line is not taken for a dead one', async () => {
  const { root } = testDeployer();
  const engine = path.join(root, 'talking');
  const script = "trap 'exit 1' INT; printf 1; sleep 0.2; while :; do printf 23; sleep 0.1; done";
  writeFileSync(engine, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const exit = await startEngine(root, engine, { graceMs: 60_000 });
  expect(exit).toMatchObject({ reason: 'output' });
  expect(incompleteRun(exit, { redact: (text) => text, signal, isApply: true })).toMatchObject({
    details: { code: 'engine_output_too_large', retryable: false },
  });
});

test('when the runner is killed, so is its engine', async () => {
  const { root } = testDeployer();
  const engine = path.join(root, 'orphan');
  writeFileSync(engine, '#!/bin/sh\nsleep 60 &\nwait\n', { mode: 0o755 });
  const ended = startEngine(root, engine, { graceMs: 60_000 });
  const record = await eventually(() => {
    const text = readFileSync(path.join(root, 'run', 'runner.json'), 'utf8');
    return JSON.parse(text) as Record<'runner' | 'engine', { pid: number }>;
  });
  process.kill(record.runner.pid, 'SIGKILL');
  expect(await ended).toMatchObject({ reason: 'died' });
  await eventually(() => holderOf(record.engine.pid).command === '');
});

test('an engine that fills the disk is stopped at its limit, without its grace if it writes on', async () => {
  const { root } = testDeployer();
  const engine = path.join(root, 'filling');
  writeFileSync(
    engine,
    "#!/bin/sh\ntrap '' INT TERM\nwhile :; do head -c 100000 /dev/zero >> filled; sleep 0.02; done\n",
    { mode: 0o755 },
  );
  const exit = await startEngine(root, engine, { graceMs: 60_000 });
  expect(exit).toMatchObject({ reason: 'disk' });
  expect(incompleteRun(exit, { redact: (text) => text, signal, isApply: false })).toMatchObject({
    details: { code: 'engine_disk_exceeded', retryable: false },
  });
});
