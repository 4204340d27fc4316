/** Bounds every JSON body before a schema sees it. */
import type { RequestFault } from './problems/problem-codes.ts';
import { textFault } from './text-fault.ts';

/** What a body may have at most. Slipway's deepest own body has 7 levels, and its largest about 3,000 values. */
export const JSON_BOUNDS = {
  /** Bytes of a body, and of one that can contain the files of a module. */
  bytes: 256 * 1024,
  moduleBytes: 1024 * 1024,
  /** Objects and lists inside each other. */
  depth: 32,
  /** Objects, lists and scalars together. */
  values: 10_000,
  /** Characters of a key. */
  keyLength: 256,
  /** Characters of a pointer in a fault. */
  pointerLength: 200,
  faults: 20,
} as const;

/** Keys that name the prototype of an object. Libraries drop them or, worse, obey them. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Visit {
  value: unknown;
  pointer: string;
  depth: number;
}

/**
 * Returns the faults of a parsed body: too deep, too many values, a key that is too long or refused, a text
 * with characters that cannot be kept. At most 20 faults. Does not recurse, because a body can be deeper than the stack.
 *
 * @param faultOf returns another fault of a value, which is then not looked into
 */
export function boundsFaults(
  body: unknown,
  faultOf: (value: unknown) => string | undefined = () => undefined,
): RequestFault[] {
  const faults: RequestFault[] = [];
  const waiting: Visit[] = [{ value: body, pointer: '', depth: 0 }];
  let values = 0;
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    values += 1;
    if (values > JSON_BOUNDS.values) {
      return [{ pointer: '', detail: `has more than ${JSON_BOUNDS.values} values` }];
    }
    if (faults.length === JSON_BOUNDS.faults) return faults;
    const { value, pointer, depth } = visit;
    const fault = typeof value === 'string' ? textFault(value) : faultOf(value);
    if (fault !== undefined) faults.push({ pointer, detail: fault });
    if (fault !== undefined || typeof value !== 'object' || value === null) continue;
    if (depth === JSON_BOUNDS.depth) {
      const detail = `is deeper than ${JSON_BOUNDS.depth} levels of objects and lists`;
      return [...faults, { pointer, detail }];
    }
    // Backwards, because the last one pushed is visited first.
    for (const [key, child] of Object.entries(value).toReversed()) {
      const detail = Array.isArray(value) ? undefined : keyFault(key);
      const at = pointerTo(pointer, key);
      if (detail !== undefined && faults.length < JSON_BOUNDS.faults)
        faults.push({ pointer: at, detail });
      waiting.push({ value: child, pointer: at, depth: depth + 1 });
    }
  }
  return faults;
}

function keyFault(key: string): string | undefined {
  if (REFUSED_KEYS.has(key)) return 'is not allowed as a name';
  if (key.length > JSON_BOUNDS.keyLength) {
    return `is a name of more than ${JSON_BOUNDS.keyLength} characters`;
  }
  return textFault(key);
}

function pointerTo(parent: string, key: string): string {
  const shown = textFault(key) === undefined ? key : '\ufffd';
  const escaped = shown.replaceAll('~', '~0').replaceAll('/', '~1');
  return `${parent}/${escaped}`.slice(0, JSON_BOUNDS.pointerLength);
}
