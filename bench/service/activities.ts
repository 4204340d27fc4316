import { appendFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

const HEARTBEAT_MS = 1_000;
const LOOK_AGAIN_MS = 20;
const CLOUD_TIMEOUT_MS = 10_000;

export function createBenchActivities(client: Client) {
  return {
    async nothing(): Promise<void> {},

    /** Updates an entity once, like a claim or a release. */
    async touch(entityId: string): Promise<void> {
      await client.workflow.getHandle(entityId).executeUpdate('touch');
    },

    /**
     * Creates one resource in the simulated cloud, with the same calls as Slipway: list, create, and
     * read until it is ready.
     */
    async makeOne(cloud: string, owner: string, number: number): Promise<void> {
      const tags = { owner, number: String(number) };
      const query = new URLSearchParams({ 'tag.owner': owner, 'tag.number': tags.number });
      await ask(`${cloud}/resources?${query.toString()}`);
      const body = { type: 'subnet', name: `n-${number}`, region: 'sim-central-1', tags };
      const made = await ask(`${cloud}/resources`, body);
      const id = typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : '';
      await ask(`${cloud}/resources/${id}`);
      // The resource is not ready at the first read, even in the fastest cloud.
      await pause(LOOK_AGAIN_MS);
      await ask(`${cloud}/resources/${id}`);
    },

    /** Writes a line to `log`, then waits for `ms`. */
    async nap(log: string, step: number, ms: number): Promise<void> {
      await appendFile(log, `${step}\n`);
      const beat = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS);
      try {
        await pause(ms);
      } finally {
        clearInterval(beat);
      }
    },
  };
}

async function ask(url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(CLOUD_TIMEOUT_MS),
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return response.json();
}

export type BenchActivities = ReturnType<typeof createBenchActivities>;
