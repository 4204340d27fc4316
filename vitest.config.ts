import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tools/test/slowest-first.ts';

/** Tests of time itself, and tests that need both cores: anything beside them would change what they measure. */
const ALONE = [
  'test/e2e/watch.test.ts',
  'test/e2e/deployments/life-cycle.test.ts',
  'test/contract/reading.test.ts',
];

/** These start servers, workers, engines or moto as processes of their own. They mostly wait for them. */
const STACKS = [
  'test/{campaign,cli,contract,e2e,examples,web}/**/*.test.ts',
  'test/api/!(standalone)/**/*.test.ts',
  'test/api/*.test.ts',
  'test/deployments/engine/*.test.ts',
  'test/provider/aws{-*,}.test.ts',
  'test/provider/aws/**/*.test.ts',
];

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
          exclude: [...ALONE, ...STACKS],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'stacks',
          include: STACKS,
          exclude: ALONE,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
