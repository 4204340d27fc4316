import { defineConfig } from 'vitest/config';

/** These start servers and workers of their own: beside each other they would starve each other. */
const HEAVY = ['contract', 'workflow', 'e2e', 'campaign', 'cli', 'web', 'examples'].map(
  (kind) => `test/${kind}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    pool: 'forks',
    retry: 0,
    setupFiles: ['./tools/test/leaked-handles.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'light',
          include: ['test/**/*.test.ts'],
          exclude: HEAVY,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'heavy', include: HEAVY, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
