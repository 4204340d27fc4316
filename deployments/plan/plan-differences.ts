/** Compares a plan with the one that was confirmed before, of which an apply may have done a part. */
import type { NodeOperation } from '../../contract/vocabulary.ts';
import type { PlannedResource, ReadPlan } from './plan.ts';
import {
  identityOf,
  matchesPattern,
  patternOf,
  type Pattern,
  type PlannedValue,
  type ValuePatterns,
} from './planned-values.ts';

/** Begins the name of an output where addresses of resources stand beside it. */
export const OUTPUT_PREFIX = 'output.';

/** A plan as it was confirmed. Plans of earlier versions of Slipway have no values. */
export interface ConfirmedPlan {
  resources: PlannedResource[];
  values?: ValuePatterns;
}

/** True if the operation changes a resource, or what the state says about it. */
export function isChange({ operation }: Pick<PlannedResource, 'operation'>): boolean {
  return operation !== 'same' && operation !== 'read';
}

/** @param replace the addresses of resources that are replaced on request */
export function patternsOf(
  { planned }: Pick<ReadPlan, 'planned'>,
  replace: readonly string[] = [],
): ValuePatterns {
  const patterns = (values: ReadonlyMap<string, PlannedValue>): Record<string, Pattern> =>
    Object.fromEntries([...values].map(([name, value]) => [name, patternOf(value)]));
  const replaced = replace.flatMap((address) => {
    const change = planned.resources.get(address);
    return change === undefined ? [] : [[address, identityOf(change)] as const];
  });
  return {
    resources: patterns(planned.resources),
    outputs: patterns(planned.outputs),
    ...(replaced.length > 0 && { replaced: Object.fromEntries(replaced) }),
  };
}

/** Returns the addresses of resources that were to be replaced on request, and that are others by now. */
export function alreadyReplaced(
  { values }: ConfirmedPlan,
  { planned }: Pick<ReadPlan, 'planned'>,
): ReadonlySet<string> {
  const isAnother = ([address, identity]: readonly [string, string]) => {
    const change = planned.resources.get(address);
    return change !== undefined && identityOf(change) !== identity;
  };
  const replaced = Object.entries(values?.replaced ?? {});
  return new Set(replaced.filter(isAnother).map(([address]) => address));
}

/**
 * Returns the addresses of resources and the names of outputs that the new plan changes in another way than
 * the confirmed one: with another operation, or to another value. What the new plan does not change any more
 * is no difference.
 */
export function planDifferences(
  confirmed: ConfirmedPlan,
  rest: Pick<ReadPlan, 'resources' | 'outputs' | 'planned'>,
): string[] {
  const { values } = confirmed;
  const before = new Map(confirmed.resources.map((resource) => [resource.address, resource]));

  function isConfirmed(resource: PlannedResource): boolean {
    if (isRemainder(resource, before)) return true;
    const { address } = resource;
    const earlier = before.get(address);
    return (
      earlier !== undefined &&
      continues(earlier, resource) &&
      isAnnounced(values?.resources, address, rest.planned.resources)
    );
  }

  return [
    ...rest.resources
      .filter((resource) => isChange(resource) && !isConfirmed(resource))
      .map(({ address }) => address),
    ...rest.outputs
      .filter((name) => !isAnnounced(values?.outputs, name, rest.planned.outputs))
      .map((name) => `${OUTPUT_PREFIX}${name}`),
  ];
}

/** True for the old object of a replacement whose new object exists already. */
function isRemainder(
  { operation, deposedOf }: PlannedResource,
  confirmed: ReadonlyMap<string, PlannedResource>,
): boolean {
  if (operation !== 'delete' || deposedOf === undefined) return false;
  const replaced = confirmed.get(deposedOf)?.operation;
  return replaced === 'replace' || replaced === 'create';
}

/** The operations with which a new plan can continue one that was interrupted. */
const CONTINUED_BY: Partial<Record<NodeOperation, NodeOperation>> = {
  // The old object is gone already.
  replace: 'create',
};

function continues(earlier: PlannedResource, later: PlannedResource): boolean {
  if (later.movedFrom !== undefined && later.movedFrom !== earlier.movedFrom) return false;
  if (later.imported && !earlier.imported) return false;
  // The operation itself began to create the object, and the engine does not trust what it left.
  if (earlier.operation === 'create' && later.operation === 'replace')
    return later.tainted === true;
  return (
    later.operation === earlier.operation || later.operation === CONTINUED_BY[earlier.operation]
  );
}

function isAnnounced(
  patterns: Readonly<Record<string, Pattern>> | undefined,
  name: string,
  planned: ReadonlyMap<string, PlannedValue>,
): boolean {
  const value = planned.get(name);
  if (patterns === undefined || value === undefined) return true;
  const pattern = Object.hasOwn(patterns, name) ? patterns[name] : undefined;
  return pattern !== undefined && matchesPattern(pattern, value);
}
