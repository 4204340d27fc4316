/**
 * Kills the worker, the engine and the API with `kill -9` at seeded moments of an apply and of a
 * destruction. Every operation ends correctly, the state equals what exists, no lock remains, and
 * nothing that the state recorded is made twice. Also lets a module fail at each of a sample of its
 * resources.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { operationSchema } from '../../contract/operations/operation.ts';
import { directoryBlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { createStateStore } from '../../deployments/storage/state-store.ts';
import { campaign } from '../support/campaign/campaign.ts';
import {
  chain,
  DEPLOYMENT_SETTINGS,
  readDeployment,
  SHARED,
} from '../support/deployments/deployment.ts';
import { startStack } from '../support/stack/stack.ts';
import { seededChance } from '../support/random.ts';

const LINKS = 4;
/** About the duration of an apply or a destruction of the chain. */
const SPAN_MS = 4_000;
const FOLLOW_MS = 90_000;

const chance = seededChance('deployments');
const stack = await startStack({ env: DEPLOYMENT_SETTINGS, pollMs: 100 });
const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));

const VICTIMS = ['worker', 'engine', 'api'] as const;
type Victim = (typeof VICTIMS)[number];
const PHASES = ['apply', 'destroy'] as const;
type Phase = (typeof PHASES)[number];
interface Round {
  title: string;
  name: string;
  victim: Victim;
  phase: Phase;
  afterMs: number;
}

const victims = chance.sample(VICTIMS, VICTIMS.length);
const phases = chance.sample(PHASES, PHASES.length);
const rounds = Array.from({ length: campaign.rounds(2, 20) }, (_, number): Round => {
  const victim = victims[number % victims.length] ?? 'worker';
  const phase = phases[number % phases.length] ?? 'apply';
  const afterMs = chance.int(0, SPAN_MS);
  return {
    title: `round ${number + 1}: kill -9 of the ${victim}, ${afterMs} ms after the ${phase} began`,
    name: `round-${number + 1}`,
    victim,
    phase,
    afterMs,
  };
});

async function strike(victim: Victim, operationId: string): Promise<void> {
  if (victim === 'worker') {
    await stack.worker.kill();
    await stack.worker.start();
  } else if (victim === 'api') {
    await stack.api.kill();
    await stack.api.start();
  } else {
    const record = path.join(stack.dataDirectory, 'runs', operationId, 'runner.json');
    if (!existsSync(record)) return;
    const { engine } = JSON.parse(readFileSync(record, 'utf8')) as { engine: { pid: number } };
    try {
      process.kill(-engine.pid, 'SIGKILL');
    } catch {
      // It has ended in between.
    }
  }
}

/** How often each resource was made and removed, as its own programs have recorded. */
function journal(file: string): Map<string, number> {
  const counts = new Map<string, number>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const line of text.split('\n').filter(Boolean)) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

test.each(rounds)(
  '$title',
  async ({ name, victim, phase, afterMs }) => {
    const file = path.join(SHARED, `${name}.journal`);
    const tolerate = () => victim === 'api';
    const options = { timeoutMs: FOLLOW_MS, tolerate };
    const create = await stack.submit('/deployments', {
      name,
      source: { files: { 'main.tf': chain(file, LINKS) } },
    });
    if (phase === 'destroy') await stack.succeeded(create.id, options);
    const { uid } = await readDeployment(stack, name);
    const struck = phase === 'apply' ? create : await stack.remove(`/deployments/${name}`);
    // The test needs a random moment, so it waits for time instead of a condition.
    await sleep(afterMs);
    await strike(victim, struck.id);
    const operation = await stack.succeeded(struck.id, options);

    const keys = deploymentKeys(stack.organizationId, uid);
    const state = createStateStore(blobs, keys, () => Date.now());
    expect(await state.holder()).toBeUndefined();
    expect(operation.progress.summary.succeeded).toBe(2 * LINKS);
    if (phase === 'apply') {
      await stack.succeeded((await stack.remove(`/deployments/${name}`)).id, options);
    }
    expect(await blobs.list(keys.all)).toEqual([]);
    const counts = journal(file);
    const expected = ['made', 'gone'].flatMap((word) =>
      Array.from({ length: LINKS }, (_, i) => `${word} r${i}`),
    );
    expect([...counts.keys()].toSorted()).toEqual(expected.toSorted());
    // Only resources that were in progress when the engine was killed may be missing from its state.
    const again = [...counts].filter(([, count]) => count > 1);
    expect(again.length).toBeLessThanOrEqual(victim === 'engine' ? 1 : 0);
  },
  campaign.timeoutMs,
);

const ALL = 30;

/** A chain of 30 resources, of which one fails until its cause is fixed. */
function failingAt(k: number, mended: boolean): string {
  return Array.from(
    { length: ALL },
    (_, i) => `
      resource "terraform_data" "r${i}" {
        ${i > 0 ? `depends_on = [terraform_data.r${i - 1}]` : ''}
        ${i === k ? `provisioner "local-exec" { command = "exit ${mended ? 0 : 3}" }` : ''}
      }
    `,
  ).join('\n');
}

test.each(chance.sample([...Array(ALL).keys()], campaign.rounds(1, 10)))(
  'a module that fails at resource %i of 30 keeps the earlier ones, and the next apply makes the rest',
  async (k) => {
    const name = `fails-at-${k}`;
    const { id } = await stack.submit('/deployments', {
      name,
      source: { files: { 'main.tf': failingAt(k, false) } },
    });
    const failed = await stack.finished(id, { timeoutMs: FOLLOW_MS });
    expect(failed).toMatchObject({
      status: 'failed',
      error: {
        code: 'resource_failed',
        details: {
          causedBy: `urn:slipway:${stack.organizationId}:deployments:${name}:terraform_data/r${k}`,
        },
      },
    });
    expect(failed.progress.summary).toMatchObject({
      succeeded: k,
      failed: 1,
      pending: ALL - k - 1,
    });
    const statuses = failed.progress.resources.map((it) => [it.name, it.status] as const);
    const statusOf = (i: number) => (i < k ? 'succeeded' : i === k ? 'failed' : 'pending');
    const expected = Array.from({ length: ALL }, (_, i) => [`r${i}`, statusOf(i)] as const);
    expect(new Map(statuses)).toEqual(new Map(expected));
    const answer = await stack.api.patch(`/deployments/${name}`, {
      source: { files: { 'main.tf': failingAt(k, true) } },
    });
    const rest = operationSchema.parse(answer.body);
    const mended = await stack.succeeded(rest.id, { timeoutMs: FOLLOW_MS });
    expect(mended.progress.summary).toMatchObject({ unchanged: k, succeeded: ALL - k });
  },
  campaign.timeoutMs,
);
