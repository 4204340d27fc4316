/**
 * What a plan will set, in a form that can be stored and compared with a later plan. Known values are stored as
 * hashes, because they may be secret. A value that only the apply will know matches any value.
 */
import { createHash } from 'node:crypto';
import { isLosslessNumber } from 'lossless-json';
import * as z from 'zod';
import { exactJson } from '../engine/json.ts';

/** A value of a plan, from `parseExactly`. */
export interface PlannedValue {
  /** The engine leaves out, or nulls, what is not known yet. */
  after: unknown;
  /** The same structure, with `true` in the place of each part that is not known yet. */
  unknown: unknown;
}

/** A hash of a known value, `null` for a value that is not known yet, or the patterns of its parts. */
export type Pattern = string | null | { fields: Record<string, Pattern> } | { items: Pattern[] };
const patternSchema: z.ZodType<Pattern> = z.union([
  z.string(),
  z.null(),
  z.object({
    get fields() {
      return z.record(z.string(), patternSchema);
    },
  }),
  z.object({
    get items() {
      return z.array(patternSchema);
    },
  }),
]);

export const valuePatternsSchema = z.object({
  /** By address. */
  resources: z.record(z.string(), patternSchema),
  /** By name. */
  outputs: z.record(z.string(), patternSchema),
  /** Which objects the plan replaces on request, by address. */
  replaced: z.record(z.string(), z.string()).optional(),
});
export type ValuePatterns = z.infer<typeof valuePatternsSchema>;

export function patternOf({ after, unknown }: PlannedValue): Pattern {
  if (unknown === true) return null;
  if (!hasUnknown(unknown)) return hashOf(after);
  if (Array.isArray(unknown)) {
    const items: readonly unknown[] = Array.isArray(after) ? after : [];
    const length = Math.max(items.length, unknown.length);
    return {
      items: Array.from({ length }, (_, i) => patternOf({ after: items[i], unknown: unknown[i] })),
    };
  }
  const names = new Set([...Object.keys(fieldsOf(after)), ...Object.keys(fieldsOf(unknown))]);
  return {
    fields: Object.fromEntries(
      [...names].map((name) => [name, patternOf(fieldOf({ after, unknown }, name))]),
    ),
  };
}

/** True if a later plan sets what an earlier one has announced. */
export function matchesPattern(pattern: Pattern, value: PlannedValue): boolean {
  if (pattern === null) return true;
  if (value.unknown === true) return false;
  if (typeof pattern === 'string') {
    return !hasUnknown(value.unknown) && hashOf(value.after) === pattern;
  }
  if ('items' in pattern) return matchesItems(pattern.items, value);
  const { fields } = pattern;
  const names = new Set([...Object.keys(fields), ...Object.keys(fieldsOf(value.after))]);
  return [...names].every((name) =>
    matchesPattern(
      Object.hasOwn(fields, name) ? (fields[name] ?? null) : hashOf(undefined),
      fieldOf(value, name),
    ),
  );
}

/** The items of a set have no order of their own: an item that becomes known can change its place. */
function matchesItems(patterns: readonly Pattern[], { after, unknown }: PlannedValue): boolean {
  if (!Array.isArray(after) || after.length !== patterns.length) return false;
  const rest = after.map((item: unknown, i): PlannedValue => ({
    after: item,
    unknown: Array.isArray(unknown) ? unknown[i] : undefined,
  }));
  // Known items first, because they match only one pattern.
  const ordered = patterns.toSorted((a, b) => rankOf(a) - rankOf(b));
  return ordered.every((pattern) => {
    const index = rest.findIndex((item) => matchesPattern(pattern, item));
    if (index !== -1) rest.splice(index, 1);
    return index !== -1;
  });
}

function rankOf(pattern: Pattern): number {
  if (pattern === null) return 2;
  return typeof pattern === 'string' ? 0 : 1;
}

function hasUnknown(unknown: unknown): boolean {
  if (typeof unknown !== 'object' || unknown === null) return unknown === true;
  return Object.values(unknown).some(hasUnknown);
}

function fieldOf({ after, unknown }: PlannedValue, name: string): PlannedValue {
  return { after: own(fieldsOf(after), name), unknown: own(fieldsOf(unknown), name) };
}

/** The field of an object; undefined for what every object inherits. */
function own(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** True for an object of a plan. Numbers of `parseExactly` are objects, too, but not of the plan. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
  );
}

/** Tells an object from the one that replaces it. */
export function identityOf({ before }: { before: unknown }): string {
  return hashOf(own(fieldsOf(before), 'id') ?? before);
}

/** An absent value counts as null. */
function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(exactJson(sorted(value ?? null)))
    .digest('hex')
    .slice(0, 32);
}

/** The same value with the keys of its objects in order. Numbers of `parseExactly` stay as they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  );
}
