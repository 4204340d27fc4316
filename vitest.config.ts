import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * These start servers, workers, engines or moto as processes of their own. Each computes on a little more
 * than one core and waits in between, so that three of them keep two cores busy.
 */
const STACKS = [
  'test/{campaign,cli,contract,examples,kubernetes,web}/**/*.test.ts',
  'test/api/!(standalone)/**/*.test.ts',
  'test/api/*.test.ts',
  'test/deployments/engine/*.test.ts',
  'test/e2e/*/**/*.test.ts',
  'test/e2e/*.test.ts',
  'test/provider/aws/**/*.test.ts',
  'test/security/engine/*.test.ts',
];

/** A file that test/seconds.json does not have yet is taken to be slow. */
const UNKNOWN_SECONDS = 60;

function readSeconds(): Map<string, number> {
  const text = readFileSync(path.join(import.meta.dirname, 'test/seconds.json'), 'utf8');
  const table: unknown = JSON.parse(text);
  return new Map(Object.entries(table ?? {}).map(([file, value]) => [file, Number(value)]));
}

/** Starts the slowest files of each group first, so that no worker is left with a long file at the end. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = readSeconds();
    const secondsOf = ({ moduleId }: TestSpecification): number =>
      seconds.get(path.relative(this.ctx.config.root, moduleId)) ?? UNKNOWN_SECONDS;
    const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    return files.toSorted((a, b) => groupOf(a) - groupOf(b) || secondsOf(b) - secondsOf(a));
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    retry: 0,
    setupFiles: ['./tools/test/leaked-handles.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'light',
          include: ['test/**/*.test.ts'],
          exclude: STACKS,
          maxWorkers: 3,
          // Loading the modules anew for each file would take twice as long as running the tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'stacks',
          include: STACKS,
          maxWorkers: 3,
          // As above. One process runs a third of the files.
          isolate: false,
          globalSetup: ['./test/support/stack/shared-temporal.ts'],
          setupFiles: ['./test/support/stack/hooks.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
