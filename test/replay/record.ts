/**
 * Records histories, by `npm run histories`: of every story that has none yet, or of those that
 * SLIPWAY_HISTORIES names, again.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTemporal } from '../../launcher/temporal/find.ts';
import { readSettings } from '../../config/settings.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';
import { connectionStories } from './connection-stories.ts';
import { createStories } from './create-stories.ts';
import { deleteStories } from './delete-stories.ts';
import { deploymentStories } from './deployment-stories.ts';
import { continuedStories, entityStories } from './entity-stories.ts';
import { historyNames, workflowTypeOf, writeHistory } from './history-files.ts';
import { updateStories } from './update-stories.ts';
import { GROUND, SMALL_NETWORK, type Story } from './story.ts';

/** So few events that an entity continues as new after a handful of operations. */
const EARLY = ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60'];

const asked = (process.env['SLIPWAY_HISTORIES'] ?? '').split(',').filter((name) => name !== '');
const known = new Set(historyNames());
const wanted = (name: string) => (asked.length > 0 ? asked.includes(name) : !known.has(name));

/** Tells those of the stories that are wanted, all on one stack. */
function record(where: string, stories: readonly Story[], start: () => Promise<Stack>): void {
  const told = stories.filter(({ yields }) => yields.some(wanted));
  if (told.length === 0) return;
  describe(`on a server ${where}`, () => {
    let stack: Stack;
    beforeAll(async () => {
      stack = await start();
      const ground = await stack.submit('/networks', { name: GROUND, ...SMALL_NETWORK });
      await stack.succeeded(ground.id);
    });
    const titled = told.map((story) => ({ ...story, title: story.yields.join(', ') }));
    test.each(titled)('$title', async ({ yields, tell }) => {
      const client = await stack.temporalClient();
      const kept: string[] = [];
      await tell({
        stack,
        async keep(name, workflowId, runId) {
          kept.push(name);
          if (!wanted(name)) return;
          const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
          expect(name).toMatch(new RegExp(`^${workflowTypeOf(history)}-`));
          process.stdout.write(`recorded ${writeHistory(name, history)}\n`);
        },
      });
      expect(kept).toEqual(yields);
    });
  });
}

const asIs = [
  ...connectionStories,
  ...createStories,
  ...deleteStories,
  ...deploymentStories,
  ...entityStories,
  ...updateStories,
];

test('every history that was asked for has a story', () => {
  const names = [...asIs, ...continuedStories].flatMap(({ yields }) => yields);
  expect(names).toEqual(expect.arrayContaining(asked));
});

record('as it is', asIs, () => startStack());

let early: { server: TestWorkflowEnvironment; stack: Stack } | undefined;
record('that suggests continue-as-new early', continuedStories, async () => {
  const path = await findTemporal({
    searchPath: process.env['PATH'] ?? '',
    cacheDir: readSettings({}).SLIPWAY_CACHE_DIR,
    report: () => {},
    signal: new AbortController().signal,
  });
  const server = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path }, extraArgs: EARLY },
  });
  const stack = await startStack({ env: { TEMPORAL_ADDRESS: server.address } });
  early = { server, stack };
  return stack;
});
afterAll(async () => {
  await early?.stack.stop();
  await early?.server.teardown();
});
