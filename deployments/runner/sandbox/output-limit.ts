/**
 * Bounds what a run writes to its standard output. Beyond the limit, only the lines that say how a resource has
 * ended pass: the engine still completes what is in flight, and its worker must know.
 */

const END_OF_RESOURCE = /"type":"apply_(?:complete|errored)"/;
/** Longer lines, and more of them, do not pass beyond the limit. Few resources are in flight at once. */
const MAX_LINE_LENGTH = 64 * 1024;
const MAX_LINES = 1_000;

interface LimitedOutput {
  push(text: string): void;
  /** Ends the last line, so that the next line of another writer begins a new one. */
  end(): void;
}

/** Passes on the output. Calls `exceeded` once, when there are more than `maxBytes` of it. */
export function limitOutput(options: {
  maxBytes: number;
  write(text: string): void;
  exceeded(): void;
}): LimitedOutput {
  const { maxBytes, write, exceeded } = options;
  let bytes = 0;
  let isExceeded = false;
  /** True if what was written does not end with a line break. */
  let isInLine = false;
  /** Beyond the limit, the beginning of a line whose end has not come yet. */
  let begun = '';
  let lines = 0;

  function pass(text: string): void {
    write(text);
    isInLine = !text.endsWith('\n');
  }

  function passEnds(text: string): void {
    const [first = '', ...more] = text.split('\n');
    let line = begun + first;
    for (const next of more) {
      const isEnd = line.length < MAX_LINE_LENGTH && END_OF_RESOURCE.test(line);
      if (isEnd && lines < MAX_LINES) {
        lines += 1;
        write(`${line}\n`);
      }
      line = next;
    }
    begun = line.slice(0, MAX_LINE_LENGTH);
  }

  function end(): void {
    if (isInLine) write('\n');
    isInLine = false;
  }

  return {
    push(text) {
      if (text === '') return;
      bytes += Buffer.byteLength(text);
      if (!isExceeded && bytes <= maxBytes) {
        pass(text);
        return;
      }
      if (isExceeded) {
        passEnds(text);
        return;
      }
      isExceeded = true;
      exceeded();
      // The line that the limit cuts is completed, unless it is very long.
      const length = isInLine ? text.indexOf('\n') + 1 : 0;
      if (length > 0 && length < MAX_LINE_LENGTH) pass(text.slice(0, length));
      end();
      passEnds(text.slice(length));
    },
    end,
  };
}
