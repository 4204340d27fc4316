/** Shows the resources of an engine's plan as nodes of an operation, and enforces the limits on them. */
import { nodeUrn } from '../../contract/ids.ts';
import { MAX_ADDRESS_LENGTH, type ProgressResource } from '../../contract/operations/operation.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import { isChange, OUTPUT_PREFIX } from '../../deployments/plan/plan-differences.ts';
import type { PlannedResource } from '../../deployments/plan/plan.ts';
import { nameOf } from '../../deployments/plan/resource-name.ts';
import type { EngineNode } from './progress.ts';

/** The maximum length of `progress.resources`. */
const MAX_RESOURCES = 1_000;

/** A node with the type and name in its URN. */
type NamedNode = EngineNode & PlannedResource;

export function nodesOf(
  subject: OperationSubject,
  resources: readonly PlannedResource[],
): NamedNode[] {
  return resources.map((resource) => ({
    ...resource,
    urn: nodeUrn(subject, resource.type, resource.name),
  }));
}

/** Returns the URN of a resource from the engine's address alone. */
export function urnOf(subject: OperationSubject, address: string): string {
  const path = address.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const { type, name } = nameOf(address, path.at(-2) ?? 'resource');
  return nodeUrn(subject, type, name);
}

/** Returns the resources as an operation shows them before it applies the plan. */
export function shownAsPlanned(
  subject: OperationSubject,
  resources: readonly PlannedResource[],
): ProgressResource[] {
  return nodesOf(subject, resources).map(({ urn, type, name, operation, movedFrom, imported }) => ({
    urn,
    type,
    name,
    operation,
    status: operation === 'same' ? 'unchanged' : 'pending',
    ...(movedFrom !== undefined && { movedFrom: movedFrom.slice(0, MAX_ADDRESS_LENGTH) }),
    ...(imported && { imported }),
  }));
}

/**
 * Returns the addresses of resources that the state has: a plan creates the others, or does not have them.
 *
 * @param addresses addresses, or types and names as `nameOf` forms them, for example `random_id.a.0`
 */
export function recordedAmong(
  addresses: readonly string[],
  resources: readonly PlannedResource[],
): string[] {
  const planned = new Map(
    resources.flatMap(({ address, type, name, operation }) => [
      [`${type}.${name}`, operation],
      [address, operation],
    ]),
  );
  return addresses.filter((address) => (planned.get(address) ?? 'create') !== 'create');
}

/** Returns the changes of a plan by address. */
export function changedIn(resources: readonly PlannedResource[]): Map<string, NodeOperation> {
  return new Map(resources.filter(isChange).map(({ address, operation }) => [address, operation]));
}

/**
 * Returns the error for a plan that has to be confirmed again.
 *
 * @param differing the addresses of resources and the names of outputs, at least one
 */
export function planChanged(differing: readonly string[]): EngineError {
  const [first = '', ...more] = differing;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return new EngineError(
    {
      code: 'plan_changed',
      message: `The plan was not applied to its end, and what remains differs from what was confirmed: ${first}${others}. Apply again to get a new plan.`,
      errorType: 'conflict',
      retryable: true,
    },
    first.startsWith(OUTPUT_PREFIX) ? undefined : first,
  );
}

/** Throws `too_many_resources` when the plan exceeds the limit. */
export function refuseTooMany(resources: readonly PlannedResource[]): void {
  const count = resources.length;
  if (count <= MAX_RESOURCES) return;
  throw new EngineError({
    code: 'too_many_resources',
    message: `The module has ${count} resources; at most ${MAX_RESOURCES} are allowed. Split it into several deployments.`,
    errorType: 'validation',
    retryable: false,
  });
}
