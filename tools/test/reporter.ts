import { writeFile } from 'node:fs/promises';
import type { Reporter, TestModule, TestSuite } from 'vitest/node';
import type { Tally } from './tally.ts';

/** The environment variable that names the file which takes the tally, as JSON. */
export const TALLY_FILE = 'SLIPWAY_TEST_TALLY';

/**
 * Counts a run of vitest. A test that never ran counts as failed; so does every error outside of a
 * test: a file that cannot be loaded, a hook that threw, a rejection that nobody handled.
 */
export default class TallyReporter implements Reporter {
  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
  ): Promise<void> {
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
