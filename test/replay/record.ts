/**
 * The recorder behind `npm run histories`. It records every history that is missing, or again those that
 * SLIPWAY_HISTORIES names.
 */
import { readdirSync } from 'node:fs';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTemporal } from '../../launcher/temporal/find.ts';
import { readSettings } from '../../config/settings.ts';
import { SHARED } from '../support/deployments/deployment.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';
import { continuedStories } from './entity-stories.ts';
import { historyNames, workflowTypeOf, writeHistory } from './history-files.ts';
import { recorded as webhookStories } from './webhook-stories.ts';
import { SHARED_NETWORK, SMALL_NETWORK, type Story } from './story.ts';

/** So few events that an entity continues as new after a handful of operations. */
const CONTINUE_EARLY = ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60'];

const requested = (process.env['SLIPWAY_HISTORIES'] ?? '').split(',').filter((name) => name !== '');
const recorded = new Set(historyNames());
const wanted = (name: string) =>
  requested.length > 0 ? requested.includes(name) : !recorded.has(name);

/** Plays the stories that have wanted histories, all on one stack. */
function record(where: string, stories: readonly Story[], start: () => Promise<Stack>): void {
  const played = stories.filter(({ histories }) => histories.some(wanted));
  if (played.length === 0) return;
  describe(`on a server ${where}`, () => {
    let stack: Stack;
    beforeAll(async () => {
      stack = await start();
      const ground = await stack.submit('/networks', { name: SHARED_NETWORK, ...SMALL_NETWORK });
      await stack.succeeded(ground.id);
    });
    const titled = played.map((story) => ({ ...story, title: story.histories.join(', ') }));
    test.each(titled)('$title', async ({ histories, play }) => {
      const client = await stack.temporalClient();
      const kept: string[] = [];
      await play({
        stack,
        async keep(name, workflowId, runId) {
          kept.push(name);
          if (!wanted(name)) return;
          const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
          expect(name).toMatch(new RegExp(`^${workflowTypeOf(history)}-`));
          process.stdout.write(`recorded ${writeHistory(name, history)}\n`);
        },
      });
      expect(kept).toEqual(histories);
    });
  });
}

const { forge, env: forgeSettings } = webhookStories;

/** The stories of every file `*-stories.ts` beside this one. */
const storyFiles = readdirSync(import.meta.dirname).filter((name) => name.endsWith('-stories.ts'));
const commonStories = (await Promise.all(storyFiles.map(readStories))).flat();

async function readStories(file: string): Promise<readonly Story[]> {
  const { stories }: { stories: readonly Story[] } = await import(`./${file}`);
  return stories;
}

test('every requested history has a story', () => {
  const names = [...commonStories, ...continuedStories].flatMap(({ histories }) => histories);
  expect(names).toEqual(expect.arrayContaining(requested));
});

record('with its defaults', commonStories, () =>
  startStack({ env: { ...forgeSettings, SLIPWAY_DEPLOYMENT_DIRECTORIES: SHARED } }),
);
afterAll(() => forge.close());

let continuing: { server: TestWorkflowEnvironment; stack: Stack } | undefined;
record('that suggests continue-as-new early', continuedStories, async () => {
  const { SLIPWAY_CACHE_DIR, SLIPWAY_TEMPORAL_RELEASES } = readSettings({});
  const path = await findTemporal({
    searchPath: process.env['PATH'] ?? '',
    cacheDir: SLIPWAY_CACHE_DIR,
    source: SLIPWAY_TEMPORAL_RELEASES,
    report: () => {},
    signal: new AbortController().signal,
  });
  const server = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path }, extraArgs: CONTINUE_EARLY },
  });
  const stack = await startStack({ env: { TEMPORAL_ADDRESS: server.address } });
  continuing = { server, stack };
  return stack;
});
afterAll(async () => {
  await continuing?.stack.stop();
  await continuing?.server.teardown();
});
