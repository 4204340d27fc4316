/**
 * A setup file of every test file. It fails a file that leaves a server listening or a child process
 * running.
 */
import { afterAll, vi } from 'vitest';

const LEAKS = new Set(['TCPServerWrap', 'ProcessWrap']);

// After-hooks run in reverse order, so this one runs after those of the test file.
afterAll(async () => {
  await vi.waitFor(
    () => {
      const left = process.getActiveResourcesInfo().filter((name) => LEAKS.has(name));
      if (left.length > 0) throw new Error(`left open by this file: ${left.join(', ')}`);
    },
    { timeout: 3_000 },
  );
});
