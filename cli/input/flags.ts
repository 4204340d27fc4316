/** Parses the values of flags: `key=value`, lists, durations and numbers. */
import { UsageError } from '../exit.ts';

/** `['a=1', 'b=2']` → `{ a: '1', b: '2' }` */
export function parsePairs(flag: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => pairOf(flag, value)));
}

export function pairOf(flag: string, value: string): [string, string] {
  const at = value.indexOf('=');
  if (at < 1) throw new UsageError(`--${flag} takes KEY=VALUE, not "${value}".`);
  return [value.slice(0, at), value.slice(at + 1)];
}

/** `['a,b', 'c']` → `['a', 'b', 'c']` */
export function parseList(values: readonly string[] | undefined): string[] | undefined {
  return values?.flatMap((value) => value.split(',')).filter((value) => value !== '');
}

/**
 * Parses `NAME=VALUE` pairs. Values that start like a JSON list or object are parsed as JSON. Others stay text,
 * which the engine converts to the variable's type.
 */
export function parseValues(flag: string, values: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    values.map((value) => {
      const [name, text] = pairOf(flag, value);
      return [name, /^\s*[[{]/.test(text) ? parseJson(flag, name, text) : text];
    }),
  );
}

function parseJson(flag: string, name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${flag} ${name} starts like JSON but is not valid JSON: ${text}`);
  }
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** The maximum delay of a Node.js timer, about 24 days. */
const MAX_MS = 2 ** 31 - 1;

/** Parses `90s`, `30m`, `2h`, `500ms`, or a number of seconds. Returns milliseconds. */
export function parseDuration(flag: string, value: string): number {
  const [, digits = '', unit = 's'] = /^(\d+)(ms|s|m|h)?$/.exec(value) ?? [];
  const ms = Number(digits) * UNITS[isUnit(unit) ? unit : 's'];
  if (digits === '' || ms === 0 || ms > MAX_MS) {
    throw new UsageError(`--${flag} takes a duration such as 90s, 30m or 2h, not "${value}".`);
  }
  return ms;
}

function isUnit(text: string): text is keyof typeof UNITS {
  return Object.hasOwn(UNITS, text);
}

export function wholeNumber(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new UsageError(`--${flag} takes a whole number, not "${value}".`);
  return Number(value);
}

/** Returns the fields that are not undefined. */
export function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
