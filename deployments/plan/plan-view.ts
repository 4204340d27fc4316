/**
 * Shows a plan attribute by attribute. Values that the engine marks as sensitive are hidden, and known secrets
 * are masked in all others.
 */
import type {
  OperationPlan,
  PlanAttribute,
  PlannedChange,
  ShownValue,
} from '../../contract/operations/plan.ts';
import { exactJson } from '../engine/json.ts';
import { isChange } from './plan-differences.ts';
import type { Change, ReadPlan } from './plan.ts';
import { fieldsOf, isObject, own } from './planned-values.ts';
import type { Redact } from '../engine/redaction.ts';

/** A longer value is not shown. */
const MAX_VALUE_LENGTH = 10_000;
/** The limit on the length of all paths and values, in characters. */
const MAX_LENGTH = 400_000;

export interface PlanDisplay {
  redact: Redact;
  /** False if a setting withholds all values. */
  showValues: boolean;
  /** False for the name of an output to withhold. */
  isShown(name: string): boolean;
  /** False for the address of a resource whose values to withhold. */
  isResourceShown(address: string): boolean;
}

type Path = readonly (string | number)[];
type Side = Pick<Change, 'before' | 'after' | 'unknown' | 'beforeSensitive' | 'afterSensitive'>;

export function planView(
  { resources, planned, outputs }: Pick<ReadPlan, 'resources' | 'planned' | 'outputs'>,
  display: PlanDisplay,
): OperationPlan {
  const budget = { room: MAX_LENGTH, isExceeded: false };

  function fitting(attributes: PlanAttribute[]): PlanAttribute[] {
    const length = JSON.stringify(attributes).length;
    if (length > budget.room) {
      budget.isExceeded = true;
      return [];
    }
    budget.room -= length;
    return attributes;
  }

  const changes = resources.filter(isChange).map((resource): PlannedChange => {
    const { address, type, name, operation, movedFrom, imported } = resource;
    const change = planned.resources.get(address);
    const isShown = display.isResourceShown(resource.deposedOf ?? address);
    const shown = { ...display, showValues: display.showValues && isShown };
    return {
      address,
      type,
      name,
      operation,
      ...(movedFrom !== undefined && { movedFrom }),
      ...(imported && { imported }),
      attributes: fitting(change === undefined ? [] : attributesOf(change, shown)),
    };
  });
  const changedOutputs = outputs.flatMap((name): PlanAttribute[] => {
    const change = planned.outputs.get(name);
    if (change === undefined) return [];
    const [before, after] = shownSides(change, {
      ...display,
      showValues: display.showValues && display.isShown(name),
    });
    return [{ path: name, ...(before && { before }), ...(after && { after }) }];
  });
  const shown = { resources: changes, outputs: fitting(changedOutputs) };
  return budget.isExceeded ? { ...shown, truncated: true } : shown;
}

function attributesOf(change: Change, display: PlanDisplay): PlanAttribute[] {
  const replacing = new Set(change.replacePaths.map((path) => JSON.stringify(path)));
  const found: PlanAttribute[] = [];

  function add(side: Side, path: Path): void {
    const [before, after] = shownSides(side, display);
    const replaces = path.some((_, i) => replacing.has(JSON.stringify(path.slice(0, i + 1))));
    found.push({
      path: display.redact(pathText(path)),
      ...(before && { before }),
      ...(after && { after }),
      ...(replaces && { replaces: true }),
    });
  }

  function visit(side: Side, path: Path): void {
    const { before, after, unknown } = side;
    if (unknown !== true && exactJson(before ?? null) === exactJson(after ?? null)) {
      if (!hasTrue(unknown)) return;
    }
    const names = partsOf(side);
    if (names === undefined) add(side, path);
    else for (const name of names) visit(partOf(side, name), [...path, name]);
  }

  visit(change, []);
  return found;
}

/** The parts that are shown by themselves; undefined if the value is shown as a whole. */
function partsOf(side: Side): Path | undefined {
  const { before, after, unknown, beforeSensitive, afterSensitive } = side;
  if (unknown === true || beforeSensitive === true || afterSensitive === true) return undefined;
  const values = [before, after].filter((value) => value !== null && value !== undefined);
  const structures = hasTrue(unknown) ? [...values, unknown] : values;
  if (structures.length > 0 && structures.every((value) => Array.isArray(value))) {
    const length = Math.max(...structures.map((value) => value.length));
    return length === 0 ? undefined : Array.from({ length }, (_, i) => i);
  }
  if (structures.length === 0 || !structures.every(isObject)) return undefined;
  const names = new Set(structures.flatMap((value) => Object.keys(value)));
  return names.size === 0 ? undefined : [...names];
}

function partOf(side: Side, name: string | number): Side {
  const part = (value: unknown): unknown =>
    Array.isArray(value) ? value[Number(name)] : own(fieldsOf(value), String(name));
  return {
    before: part(side.before),
    after: part(side.after),
    unknown: part(side.unknown),
    beforeSensitive: part(side.beforeSensitive),
    afterSensitive: part(side.afterSensitive),
  };
}

function shownSides(
  { before, after, unknown, beforeSensitive, afterSensitive }: Side,
  { redact, showValues }: PlanDisplay,
): [before: ShownValue | undefined, after: ShownValue | undefined] {
  const shown = (value: unknown, sensitive: unknown): ShownValue | undefined => {
    if (value === null || value === undefined) return undefined;
    if (hasTrue(sensitive) || !showValues) return { hidden: 'sensitive' };
    const json = redact(exactJson(value));
    return json.length > MAX_VALUE_LENGTH ? { hidden: 'large' } : { json };
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
