/** Waits for text on a terminal's screen. */
import type { OpenTerminal } from '../../../tools/pictures/terminal.ts';
import { eventually } from '../eventually.ts';

/** How long a plan may take beside another test file. */
const TIMEOUT_MS = 30_000;

/** Resolves when the screen matches the pattern. With the flag `m` the pattern matches single lines. */
export function shows(terminal: OpenTerminal, pattern: RegExp): Promise<RegExpExecArray> {
  return eventually(
    () => {
      const text = terminal.lines().join('\n');
      const found = pattern.exec(text);
      if (found === null) throw new Error(`the screen does not show ${pattern}:\n${text}`);
      return found;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}
