/** Parses the values of flags: `key=value`, lists, durations and numbers. */
import { UsageError } from '../exit.ts';
import { firstInexact } from '../../contract/exact-number.ts';

/**
 * `['a=1,b=2', 'c=3']` → `{ a: '1', b: '2', c: '3' }`. A comma that belongs to a value is written as `\,`.
 *
 * @throws UsageError when a part between two commas has no key
 */
export function parsePairs(flag: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.flatMap((value) => pairsOf(flag, value)));
}

function pairsOf(flag: string, value: string): [string, string][] {
  const parts = splitAtCommas(value).map((part, i) => (i === 0 ? part : part.trimStart()));
  return parts.map((part) => {
    if (parts.length === 1 || part.indexOf('=') > 0) return pairOf(flag, part);
    throw new UsageError(
      `--${flag} takes KEY=VALUE, and "${part}" in "${value}" is none. Write a comma inside of a value as \\,`,
    );
  });
}

/** Every other backslash stays as it is. */
function splitAtCommas(value: string): string[] {
  return value.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ','));
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
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--${flag} ${name} starts like JSON but is not valid JSON: ${text}`);
  }
  const inexact = firstInexact(text);
  if (inexact === undefined) return value;
  throw new UsageError(
    `--${flag} ${name} has the number ${inexact}, which cannot be kept exactly. Write it in quotes.`,
  );
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** The maximum delay of a Node.js timer, about 24 days. */
const MAX_MS = 2 ** 31 - 1;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/**
 * Parses `90s`, `1h30m`, `1.5h`, `500ms`, as Go and kubectl do, or a number of seconds. Returns milliseconds.
 *
 * @throws UsageError when it is not a duration, nothing, or more than 24 days
 */
export function parseDuration(flag: string, value: string): number {
  const text = /^\d+$/.test(value) ? `${value}s` : value;
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    ms += Number(amount) * (isUnit(unit) ? UNITS[unit] : Number.NaN);
  }
  const rounded = Math.round(ms);
  if (!DURATION.test(text) || rounded < 1 || rounded > MAX_MS) {
    throw new UsageError(
      `--${flag} takes a duration of at most 24 days, such as 90s, 30m or 1h30m, not "${value}".`,
    );
  }
  return rounded;
}

/**
 * Parses a time (RFC 3339), or a duration such as `1h`, which is a time before now.
 *
 * @param now in ms since 1970
 * @throws UsageError when it is neither
 */
export function timeOf(flag: string, value: string, now: number): string {
  if (/^\d{4}-/.test(value)) return value;
  return new Date(now - parseDuration(flag, value)).toISOString();
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
