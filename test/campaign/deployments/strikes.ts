/** Kills what runs a module at a random moment of an operation. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Operation } from '../../../contract/operations/operation.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { nameOf } from '../../../deployments/plan/resource-name.ts';
import type { Chance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { readState, type ComparedState, type Outcome } from './outcome.ts';

const VICTIMS = ['worker', 'engine', 'runner'] as const;
type Victim = (typeof VICTIMS)[number];
/** An apply of a small module is short, so that a moment of the whole operation would rarely be in it. */
const STAGES = ['validating', 'planning', 'provisioning', 'provisioning', 'verifying'] as const;
const MAX_DELAY_MS = 500;
/** How long a run of the engine is waited for. Between two runs there is none to kill. */
const SEARCH_MS = 2_000;
const FOLLOW_MS = 60_000;

const recordSchema = z.object({
  runner: z.object({ pid: z.int() }),
  engine: z.object({ pid: z.int() }),
});

export interface RandomStrike {
  /** For the title of a failure. */
  words: string;
  strike(operation: Operation): Promise<void>;
  /**
   * Fails if a resource that the state had recorded at the kill was made again.
   *
   * @param actions what the plan does, by `type/name`
   */
  expectKept(end: ComparedState | undefined, actions: Outcome['actions']): void;
}

export function randomStrike(stack: Stack, chance: Chance): RandomStrike {
  const victim = chance.pick(VICTIMS);
  const stage = chance.pick(STAGES);
  const delay = chance.int(0, MAX_DELAY_MS);
  const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));
  let recorded: ComparedState | undefined;

  return {
    words: `kill -9 of the ${victim}, ${delay} ms after ${stage}`,

    async strike({ id, resourceUid = '' }) {
      const until = ({ progress }: Operation) => progress.stage === stage;
      await stack.follow(id, { until, timeoutMs: FOLLOW_MS });
      // The test needs a random moment, so it waits for time instead of a condition.
      await sleep(delay);
      await kill(stack, victim, id);
      const { state } = deploymentKeys(stack.organizationId, resourceUid);
      const text = (await blobs.get(state))?.toString();
      recorded = text === undefined ? undefined : readState(text);
      if (victim === 'worker') await stack.worker.start();
    },

    expectKept(end, actions) {
      const idsIn = (state: ComparedState | undefined, addresses: readonly string[]) =>
        addresses.map((address) => [address, state?.instances[address]?.attributes['id']]);
      const kept = Object.entries(recorded?.instances ?? {})
        .filter(([address, { type, isManaged, status }]) => {
          const named = nameOf(address, type);
          const action = actions[`${named.type}/${named.name}`];
          const isSameObject = action === undefined || action === 'create' || action === 'update';
          return isManaged && status === undefined && isSameObject;
        })
        .map(([address]) => address)
        .filter((address) => end?.instances[address] !== undefined);
      expect(idsIn(end, kept)).toEqual(idsIn(recorded, kept));
    },
  };
}

async function kill(stack: Stack, victim: Victim, operationId: string): Promise<void> {
  if (victim === 'worker') return stack.worker.kill();
  const file = path.join(stack.dataDirectory, 'runs', operationId, 'runner.json');
  for (const deadline = Date.now() + SEARCH_MS; Date.now() < deadline; await sleep(10)) {
    if (!existsSync(file)) continue;
    try {
      const { runner, engine } = recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      process.kill(victim === 'engine' ? -engine.pid : runner.pid, 'SIGKILL');
      return;
    } catch {
      // The run has ended in between. Another one may follow.
    }
  }
}
