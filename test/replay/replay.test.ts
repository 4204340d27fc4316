/**
 * Workflow code must go on with what older workflow code began: every history ever recorded replays
 * against the bundle that the worker runs.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import * as workflows from '../../workflows/index.ts';
import { historyNames, readHistory, workflowIdOf, workflowTypeOf } from './history-files.ts';

const BUNDLE = path.resolve(
  process.env['SLIPWAY_TEST_DIST'] ?? path.resolve(import.meta.dirname, '../../dist'),
  'workflow-bundle.js',
);
const ADVICE =
  'Workflow code no longer does what it did when this history was recorded, so workflows that run ' +
  'now would get stuck at the next deployment. Keep the old way behind `patched()` of ' +
  '@temporalio/workflow (or give the worker a version, so that what runs ends on the old code), ' +
  'then record the new way beside the old one: `npm run histories -- --only';

const names = historyNames();
const faults = new Map<string, string>();

beforeAll(async () => {
  if (!existsSync(BUNDLE)) throw new Error(`${BUNDLE} is missing: run \`npm run build\``);
  // What workflows log of the failures that were recorded is no news.
  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) });
  const histories = names.map((name) => {
    const history = readHistory(name);
    return { workflowId: workflowIdOf(history), history };
  });
  const options = { workflowBundle: { codePath: BUNDLE }, replayName: 'replay' };
  const replayed = Worker.runReplayHistories(options, histories);
  let count = 0;
  for await (const { error } of replayed) {
    const name = names[count++] ?? '';
    if (error !== undefined) faults.set(name, error.message);
  }
  if (count < names.length) throw new Error(`the replay ended before ${names[count]}`);
});

test.each(names)('%s', (name) => {
  const fault = faults.get(name);
  if (fault !== undefined) throw new Error(`${fault}\n\n${ADVICE} ${name}\`.`);
  expect(faults.has(name)).toBe(false);
});

test('every workflow type has a history', () => {
  const recorded = new Set(names.map((name) => workflowTypeOf(readHistory(name))));
  expect(Object.keys(workflows).filter((type) => !recorded.has(type))).toEqual([]);
});
