/** Compares two states of a deployment, object by object. The form is that of a plan from one to the other. */
import type { OperationPlan } from '../../contract/operations/plan.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import { exactJson } from '../engine/json.ts';
import { planView } from '../plan/plan-view.ts';
import type { Change, PlannedResource } from '../plan/plan.ts';
import { nameOf } from '../plan/resource-name.ts';
import type { StateContent, StateObject } from './state-file.ts';

/** A key of `for_each` in an address. */
const KEYS = /\["(?:[^"\\]|\\.)*"\]/g;
const HIDDEN_KEY = '["…"]';

/**
 * Returns what differs. Sensitive values are always hidden.
 *
 * @param showValues if false, all values are hidden, and so are the keys in addresses
 */
export function diffStates(
  from: StateContent,
  to: StateContent,
  { showValues }: { showValues: boolean },
): OperationPlan {
  const objects = changesOf(from.objects, to.objects, (before, after) => ({
    before: before?.attributes,
    after: after?.attributes,
    unknown: undefined,
    beforeSensitive: marks(before, showValues),
    afterSensitive: marks(after, showValues),
    replacePaths: [],
  }));
  const outputs = changesOf(from.outputs, to.outputs, (before, after) => ({
    before: before?.value,
    after: after?.value,
    unknown: undefined,
    beforeSensitive: before?.sensitive,
    afterSensitive: after?.sensitive,
    replacePaths: [],
  }));
  const resources = [...objects].map(([address]): PlannedResource => {
    const [before, after] = [from.objects.get(address), to.objects.get(address)];
    return {
      address,
      ...nameOf(address, (after ?? before)?.type ?? ''),
      operation: operationOf(before, after),
    };
  });
  const shown = planView(
    { resources, planned: { resources: objects, outputs }, outputs: [...outputs.keys()] },
    {
      redact: (text) => text,
      showValues,
      isShown: () => true,
      isResourceShown: () => true,
    },
  );
  return showValues ? shown : { ...shown, resources: shown.resources.map(withoutKeys) };
}

/** The addresses of the objects that only the first state manages, or that are others in the second one. */
export function objectsLost(from: StateContent, to: StateContent): string[] {
  return [...from.objects.values()]
    .filter((object) => {
      const other = to.objects.get(object.address);
      return other === undefined || isAnother(object, other);
    })
    .map(({ address }) => address);
}

/** Makes the changes of everything that differs. */
function changesOf<Item>(
  from: ReadonlyMap<string, Item>,
  to: ReadonlyMap<string, Item>,
  changeOf: (before: Item | undefined, after: Item | undefined) => Change,
): Map<string, Change> {
  const names = new Set([...from.keys(), ...to.keys()]);
  const differing = [...names].toSorted().filter((name) => {
    const [before, after] = [from.get(name), to.get(name)];
    return before === undefined || after === undefined || textOf(before) !== textOf(after);
  });
  return new Map(differing.map((name) => [name, changeOf(from.get(name), to.get(name))]));
}

function textOf(item: unknown): string {
  return exactJson(item);
}

/** Marks whole attributes, because the names in a nested value can be secret, too. */
function marks(object: StateObject | undefined, showValues: boolean): Record<string, true> {
  const names = Object.keys(object?.attributes ?? {});
  const hidden = showValues ? names.filter((name) => object?.sensitive.has(name)) : names;
  return Object.fromEntries(hidden.map((name) => [name, true]));
}

function operationOf(
  before: StateObject | undefined,
  after: StateObject | undefined,
): NodeOperation {
  if (before === undefined) return 'create';
  if (after === undefined) return 'delete';
  return isAnother(before, after) ? 'replace' : 'update';
}

/** True if the two are different objects under one address. */
function isAnother(before: StateObject, after: StateObject): boolean {
  return exactJson(before.attributes['id'] ?? null) !== exactJson(after.attributes['id'] ?? null);
}

function withoutKeys(
  change: OperationPlan['resources'][number],
): OperationPlan['resources'][number] {
  const address = change.address.replaceAll(KEYS, HIDDEN_KEY);
  return { ...change, address, ...nameOf(address, change.type) };
}
