/** Explains why Temporal's server did not start, from the last lines of its log. */
import * as z from 'zod';

const SPACE = 'Free some space, then start again';

/** The texts of SQLite, which are the only sign of what is wrong with the database. */
const FAULTS: readonly [RegExp, (database: string) => string][] = [
  [
    /database or disk is full|no space left on device/,
    (database) => `The disk of ${database} is full. ${SPACE}`,
  ],
  [
    /disk I\/O error/,
    (database) =>
      `The disk of ${database} cannot be written. It is full or broken, or ulimit -f is too low. ${SPACE}`,
  ],
  [
    /readonly database|unable to open database file|permission denied/,
    (database) =>
      `Temporal cannot open its database ${database}. Make it a file that this user can write, or set SLIPWAY_DATA_DIR to another directory`,
  ],
  [
    /file is not a database|disk image is malformed/,
    (database) =>
      `Temporal's database ${database} is damaged. Restore a copy of the data directory, or delete everything with npm start -- --fresh`,
  ],
  [
    /database is locked/,
    (database) => `Another process uses Temporal's database ${database}. End it, then start again`,
  ],
];

/**
 * Returns a fault of the machine and the next step; undefined if the log has none.
 *
 * @param ending how the server ended, followed by the last lines of its log
 */
export function serverFault(ending: string, database: string): string | undefined {
  return FAULTS.find(([text]) => text.test(ending))?.[1](database);
}

/** Returns how the server ended and the reason in its last line, without the names of functions around it. */
export function summarizeEnding(ending: string): string {
  const [how = '', ...lines] = ending.split('\n');
  const reason = reasonIn(lines.at(-1) ?? '');
  return reason === '' ? how : `${how}: ${reason}`;
}

const lineSchema = z.object({ msg: z.string().default(''), error: z.string().optional() });

function reasonIn(line: string): string {
  try {
    const { msg, error = msg } = lineSchema.parse(JSON.parse(line));
    return error.trim().split(': ').at(-1) ?? '';
  } catch {
    return line;
  }
}
