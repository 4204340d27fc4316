/**
 * Kills the worker, the engine and the API with `kill -9` at seeded moments of an apply and of a
 * destruction. Every operation ends correctly, the state equals what exists, no lock remains, and
 * nothing that the state recorded is made twice.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { createStateStore } from '../../../deployments/storage/state-store.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { chain, readDeployment, SHARED } from '../../support/deployments/deployment.ts';
import { seededChance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';

const LINKS = 4;
/** About the duration of an apply or a destruction of the chain. */
const SPAN_MS = 4_000;
const FOLLOW_MS = 90_000;

const chance = seededChance('kills of deployments');

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
const rounds = Array.from({ length: campaign.rounds(1, 20) }, (_, number): Round => {
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

async function strike(stack: Stack, victim: Victim, operationId: string): Promise<void> {
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

export function kills(stack: Stack): void {
  const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));

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
      await strike(stack, victim, struck.id);
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
}
