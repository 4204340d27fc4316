import { appendFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

const HEARTBEAT_MS = 1_000;

export function createBenchActivities(client: Client) {
  return {
    async nothing(): Promise<void> {},

    /** One update of an entity, as a claim or a release is. */
    async touch(entityId: string): Promise<void> {
      await client.workflow.getHandle(entityId).executeUpdate('touch');
    },

    /** Takes `ms`, and writes down that it was begun. */
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
export type BenchActivities = ReturnType<typeof createBenchActivities>;
