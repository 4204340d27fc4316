/** Engines run as plain processes only for one person on one machine. A worker may also run none. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { createDeploymentRequestSchema } from '../../contract/resources/deployment.ts';
import { runDirectory } from '../../deployments/runner/run-directory.ts';
import { sandboxOf } from '../../deployments/runner/sandbox/isolation.ts';
import type { Submission } from '../../operations/admission/submission.ts';
import { createResourceKinds } from '../../operations/kinds/kinds.ts';
import type { KindDeps } from '../../operations/kinds/resource-kind.ts';
import { engineIsolation } from '../../worker/engine-isolation.ts';
import { engineWorkerOptions } from '../../worker/engine-worker.ts';

async function start(address: string, runner = 'process') {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  const settings = readSettings({ SLIPWAY_RUNNER: runner, TEMPORAL_ADDRESS: address });
  const { kind } = await engineIsolation(
    { ...settings, SLIPWAY_CACHE_DIR: '/nowhere' },
    { PATH: '' },
    logger,
  );
  return { kind, log: lines.join('') };
}

test.each(['127.0.0.1:7233', 'localhost:7233', '[::1]:7233', '127.9.9.9:1'])(
  'with Temporal at %s, a worker starts and says that it does not isolate',
  async (address) => {
    const { kind, log } = await start(address);
    expect(kind).toBe('process');
    expect(log).toContain('engines run as plain processes: a module can read');
  },
);

test.each([
  '10.0.0.5:7233',
  'temporal.example:7233',
  '127.0.0.1.example:7233',
  '[2001:db8::1]:7233',
])('with Temporal at %s, a worker does not start, also without bubblewrap', async (address) => {
  for (const runner of ['process', 'auto']) {
    await expect(start(address, runner)).rejects.toThrow('is on another one');
  }
});

test.each([
  ['process', 'set SLIPWAY_RUNNER=none'],
  ['auto', 'set SLIPWAY_RUNNER=none'],
  ['bubblewrap', 'set SLIPWAY_RUNNER=none'],
])('a worker that does not start with %s names the way out', async (runner, way) => {
  await expect(start('10.0.0.5:7233', runner)).rejects.toThrow(way);
});

test('a worker without engines starts without bubblewrap, and polls no queue for them', async () => {
  const { kind, log } = await start('10.0.0.5:7233', 'none');
  expect(kind).toBe('none');
  expect(log).toContain('this worker runs no engines');
  expect(engineWorkerOptions(readSettings({ SLIPWAY_RUNNER: 'none' }))).toBeUndefined();
  const queue = { taskQueue: 'slipway-engine' };
  expect(engineWorkerOptions(readSettings({}))).toMatchObject(queue);
  // Even a run that reached it in some other way would not start.
  const directory = runDirectory('/nowhere', 'operation');
  expect(() => sandboxOf({ kind: 'none' }, directory, [])).toThrow('runs no engines');
});

test('an API without engines starts nothing on deployments, and says why', async () => {
  const { deployment } = createResourceKinds({ runsEngines: false } as KindDeps);
  const submission = {} as Submission;
  const refused = { code: 'deployments_not_offered' };
  const name = 'web';
  const source = { files: { 'main.tf': '' } };
  const request = createDeploymentRequestSchema.parse({ name, source });
  await expect(deployment.create(submission, request)).rejects.toMatchObject(refused);
  await expect(deployment.update(submission, name, {})).rejects.toMatchObject(refused);
  await expect(deployment.delete(submission, name)).rejects.toMatchObject(refused);
});
