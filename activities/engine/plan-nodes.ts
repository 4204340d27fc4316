/** Shows the resources of an engine's plan as nodes of an operation, and enforces the limits on them. */
import { nodeUrn } from '../../contract/ids.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import { nameOf, type PlannedResource } from '../../deployments/engine/plan.ts';
import type { EngineNode } from './progress.ts';

/** The maximum length of `progress.resources`. */
const MAX_RESOURCES = 1_000;

/** A node with the type and name in its URN. */
type NamedNode = EngineNode & { type: string; name: string };

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
  return nodesOf(subject, resources).map(({ urn, type, name, operation }) => ({
    urn,
    type,
    name,
    operation,
    status: operation === 'same' ? 'unchanged' : 'pending',
  }));
}

/** Returns the changes of a plan by address. */
export function changedIn(resources: readonly PlannedResource[]): Map<string, NodeOperation> {
  return new Map(
    resources
      .filter(({ operation }) => operation !== 'same' && operation !== 'read')
      .map(({ address, operation }) => [address, operation]),
  );
}

/** Throws `plan_changed` when a new plan changes a resource that the confirmed plan does not change. */
export function refuseMore(
  confirmed: readonly PlannedResource[],
  rest: readonly PlannedResource[],
): void {
  const allowed = changedIn(confirmed);
  const [more] = [...changedIn(rest).keys()].filter((address) => !allowed.has(address));
  if (more === undefined) return;
  throw new EngineError(
    {
      code: 'plan_changed',
      message: `${more} has changed since the plan was made, and the plan does not include it. Apply again to get a new plan.`,
      errorType: 'conflict',
      retryable: true,
    },
    more,
  );
}

/** Returns the error for changes that remain after an apply. `more` counts the addresses besides `address`. */
export function notConverged(address: string, more: number): EngineError {
  const others = more === 0 ? '' : ` and ${more} more`;
  return new EngineError(
    {
      code: 'not_converged',
      message: `The plan was applied, but a second plan still has changes: ${address}${others}. Check whether the module or another program changes the same resource on each run.`,
      errorType: 'not_stabilized',
      retryable: true,
    },
    address,
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
