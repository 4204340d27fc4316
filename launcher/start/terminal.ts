import { prettyFactory } from 'pino-pretty';

export interface Terminal {
  /** Prints a line of a process's log after its name. pino's JSON is formatted; other lines stay as they are. */
  log: (name: string, line: string) => void;
}

const COLORS = ['\x1b[36m', '\x1b[33m', '\x1b[35m', '\x1b[34m', '\x1b[32m'];
const RESET = '\x1b[0m';

/**
 * Creates the output of the supervisor.
 *
 * @param names of all processes, which are padded to the same width
 */
export function createTerminal(
  output: { isTTY?: boolean; write(text: string): unknown },
  names: readonly string[],
): Terminal {
  const colorize = output.isTTY === true && process.env['NO_COLOR'] === undefined;
  const pretty = prettyFactory({
    colorize,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname,process',
    singleLine: true,
  });
  const width = Math.max(...names.map((name) => name.length));
  return {
    log(name, line) {
      const color = COLORS[Math.max(names.indexOf(name), 0) % COLORS.length] ?? '';
      const label = name.padEnd(width);
      const prefix = colorize ? `${color}${label}${RESET} | ` : `${label} | `;
      const text = line.startsWith('{') ? pretty(line) : line;
      for (const part of text.trimEnd().split('\n')) output.write(`${prefix}${part}\n`);
    },
  };
}
