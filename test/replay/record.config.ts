import { defineConfig } from 'vitest/config';

/** The recorder runs in vitest because it needs what tests need, but it writes files. */
export default defineConfig({
  test: {
    pool: 'forks',
    include: ['test/replay/record.ts'],
    setupFiles: ['./tools/test/leaked-handles.ts', './test/support/stack/hooks.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
