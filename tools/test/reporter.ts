import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Reporter, TestModule, TestSuite } from 'vitest/node';
import { readSeconds } from './seconds.ts';
import type { Tally } from './tally.ts';

/** The environment variable with the path of the file to which the reporter writes the tally as JSON. */
export const TALLY_FILE = 'SLIPWAY_TEST_TALLY';
/** The environment variable with the path of the file for the seconds of each test file, as JSON. */
export const SECONDS_FILE = 'SLIPWAY_TEST_SECONDS';

/**
 * Counts the tests of a vitest run. A test that never ran counts as failed. So does every error outside
 * of a test: a file that cannot be loaded, a hook that throws, an unhandled rejection.
 */
export default class TallyReporter implements Reporter {
  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
  ): Promise<void> {
    const seconds = process.env[SECONDS_FILE];
    if (seconds !== undefined) await addSeconds(seconds, modules);
    const file = process.env[TALLY_FILE];
    if (file === undefined) return;
    const tally: Tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      tally.failed += errorsOf(module);
      for (const suite of module.children.allSuites()) tally.failed += errorsOf(suite);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        tally[state === 'pending' ? 'failed' : state] += 1;
      }
    }
    await writeFile(file, JSON.stringify(tally));
  }
}

function errorsOf(task: TestModule | TestSuite): number {
  return task.errors().length > 0 ? 1 : 0;
}

/** Adds the seconds of each file, with its imports and hooks, to the seconds of earlier runs. */
async function addSeconds(file: string, modules: readonly TestModule[]): Promise<void> {
  const measured = modules.map((module): [string, number] => {
    const { collectDuration, duration, prepareDuration, setupDuration } = module.diagnostic();
    const ms = collectDuration + duration + prepareDuration + setupDuration;
    return [path.relative(process.cwd(), module.moduleId), Math.round(ms / 100) / 10];
  });
  const seconds = { ...(await readSeconds(file)), ...Object.fromEntries(measured) };
  await writeFile(file, JSON.stringify(seconds, undefined, 2));
}
