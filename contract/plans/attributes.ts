/** Compares the values of a resource before and after a change, attribute by attribute. Pure. */
import type { PlanAttribute, ShownValue } from '../operations/plan.ts';

/** A longer value is not shown. */
const MAX_VALUE_LENGTH = 10_000;
/** The limit on the length of all paths and values of a plan, in characters. */
const MAX_LENGTH = 400_000;

/** The values of a resource, or of a part of it, before and after a change. */
export interface Sides {
  before: unknown;
  after: unknown;
  /** The structure of `after`, with `true` in the place of each part that only the apply will know. */
  unknown?: unknown;
  /** The structure of the values, with `true` in the place of each part that is sensitive. */
  beforeSensitive?: unknown;
  afterSensitive?: unknown;
}

export interface AttributeDisplay {
  /** Masks secrets in a text. */
  redact(text: string): string;
  /** False if all values are withheld. */
  showValues: boolean;
  /** Writes a value as JSON. */
  json(value: unknown): string;
  isObject(value: unknown): value is Record<string, unknown>;
  /** Lists of texts and numbers are shown as a whole instead of item by item. */
  wholeLists?: true;
}

type Path = readonly (string | number)[];

/**
 * Returns the attributes that differ.
 *
 * @param replacePaths the attributes whose change makes the resource be replaced
 */
export function attributesOf(
  change: Sides,
  replacePaths: readonly Path[],
  display: AttributeDisplay,
): PlanAttribute[] {
  const { json, isObject } = display;
  const replacing = new Set(replacePaths.map((path) => JSON.stringify(path)));
  const found: PlanAttribute[] = [];

  function add(sides: Sides, path: Path): void {
    const [before, after] = shownSides(sides, display);
    const replaces = path.some((_, i) => replacing.has(JSON.stringify(path.slice(0, i + 1))));
    found.push({
      path: display.redact(pathText(path)),
      ...(before && { before }),
      ...(after && { after }),
      ...(replaces && { replaces: true }),
    });
  }

  function visit(sides: Sides, path: Path): void {
    const { before, after, unknown } = sides;
    if (unknown !== true && json(before ?? null) === json(after ?? null)) {
      if (!hasTrue(unknown)) return;
    }
    const names = partsOf(sides);
    if (names === undefined) add(sides, path);
    else for (const name of names) visit(partOf(sides, name), [...path, name]);
  }

  /** The parts that are shown by themselves; undefined if the value is shown as a whole. */
  function partsOf({
    before,
    after,
    unknown,
    beforeSensitive,
    afterSensitive,
  }: Sides): Path | undefined {
    if (unknown === true || beforeSensitive === true || afterSensitive === true) return undefined;
    const values = [before, after].filter((value) => value !== null && value !== undefined);
    const structures = hasTrue(unknown) ? [...values, unknown] : values;
    if (structures.length > 0 && structures.every((value) => Array.isArray(value))) {
      const items: unknown[] = structures.flat();
      if (display.wholeLists && items.every((item) => typeof item !== 'object')) return undefined;
      const length = Math.max(...structures.map((value) => value.length));
      return length === 0 ? undefined : Array.from({ length }, (_, i) => i);
    }
    if (structures.length === 0 || !structures.every(isObject)) return undefined;
    const names = new Set(structures.flatMap((value) => Object.keys(value)));
    return names.size === 0 ? undefined : [...names];
  }

  function partOf(sides: Sides, name: string | number): Sides {
    const part = (value: unknown): unknown => {
      if (Array.isArray(value)) return value[Number(name)];
      return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    };
    return {
      before: part(sides.before),
      after: part(sides.after),
      unknown: part(sides.unknown),
      beforeSensitive: part(sides.beforeSensitive),
      afterSensitive: part(sides.afterSensitive),
    };
  }

  visit(change, []);
  return found;
}

/** Limits the attributes of one plan. */
export function createBudget(): {
  /** Returns the attributes, or none if the plan would become too large. */
  fitting(attributes: PlanAttribute[]): PlanAttribute[];
  isExceeded(): boolean;
} {
  let room = MAX_LENGTH;
  let isExceeded = false;
  return {
    fitting(attributes) {
      const { length } = JSON.stringify(attributes);
      if (length > room) {
        isExceeded = true;
        return [];
      }
      room -= length;
      return attributes;
    },
    isExceeded: () => isExceeded,
  };
}

/** Returns a value before and after a change as clients see it; undefined where there is none. */
export function shownSides(
  { before, after, unknown, beforeSensitive, afterSensitive }: Sides,
  { redact, showValues, json }: Pick<AttributeDisplay, 'redact' | 'showValues' | 'json'>,
): [before: ShownValue | undefined, after: ShownValue | undefined] {
  const shown = (value: unknown, sensitive: unknown): ShownValue | undefined => {
    if (value === null || value === undefined) return undefined;
    if (hasTrue(sensitive) || !showValues) return { hidden: 'sensitive' };
    const text = redact(json(value));
    return text.length > MAX_VALUE_LENGTH ? { hidden: 'large' } : { json: text };
  };
  return [
    shown(before, beforeSensitive),
    unknown === true ? { hidden: 'unknown' } : shown(after, afterSensitive),
  ];
}

function hasTrue(marks: unknown): boolean {
  if (typeof marks !== 'object' || marks === null) return marks === true;
  return Object.values(marks).some(hasTrue);
}

function pathText(path: Path): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join('');
}
