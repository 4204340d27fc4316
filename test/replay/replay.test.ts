/**
 * Workflow code must continue the runs of older workflow code: every recorded history replays against
 * the bundle that the worker runs.
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
  'The workflow code emits other commands than when this history was recorded, so running workflows ' +
  'would hang after the next deployment. Keep the old way behind `patched()`, as ' +
  'docs/changing-workflows.md describes, then record the new way beside the old one: ' +
  '`npm run histories -- --only';

const names = historyNames();
const faults = new Map<string, string>();

beforeAll(async () => {
  if (!existsSync(BUNDLE)) throw new Error(`${BUNDLE} is missing: run \`npm run build\``);
  // The recorded failures would be logged again.
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
