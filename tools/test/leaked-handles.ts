/** Loaded before every test file: fails a file that leaves a server listening or a child running. */
import { afterAll, vi } from 'vitest';

const LEAKS = new Set(['TCPServerWrap', 'ProcessWrap']);

// After-hooks run in reverse order, so this one sees what the file's own hooks have left.
afterAll(async () => {
  await vi.waitFor(
    () => {
      const left = process.getActiveResourcesInfo().filter((name) => LEAKS.has(name));
      if (left.length > 0) throw new Error(`left open by this file: ${left.join(', ')}`);
    },
    { timeout: 3_000 },
  );
});
