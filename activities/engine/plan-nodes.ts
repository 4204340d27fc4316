/** The resources of a plan as nodes of an operation, and what may be done to them. */
import type { OperationSubject } from '../../contract/durable.ts';
import { nodeUrn } from '../../contract/ids.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import { nameOf, type PlannedResource } from '../../deployments/engine/plan.ts';
import type { EngineNode } from './progress.ts';

/** `progress.resources` has no more. */
const MAX_RESOURCES = 1_000;

/** An engine's node, with what a URN says of it. */
export type NamedNode = EngineNode & { type: string; name: string };

export function nodesOf(
  subject: OperationSubject,
  resources: readonly PlannedResource[],
): NamedNode[] {
  return resources.map((resource) => ({
    ...resource,
    urn: nodeUrn(subject, resource.type, resource.name),
  }));
}

/** For an address of which no more is known than the engine's own word. */
export function urnOf(subject: OperationSubject, address: string): string {
  const path = address.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const { type, name } = nameOf(address, path.at(-2) ?? 'resource');
  return nodeUrn(subject, type, name);
}

/** As an operation shows them before anything is done. */
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

/** What is done to what, by address. */
export function changedIn(resources: readonly PlannedResource[]): Map<string, NodeOperation> {
  return new Map(
    resources
      .filter(({ operation }) => operation !== 'same' && operation !== 'read')
      .map(({ address, operation }) => [address, operation]),
  );
}

/** What was confirmed is all that may be done. */
export function refuseMore(
  confirmed: readonly PlannedResource[],
  left: readonly PlannedResource[],
): void {
  const allowed = changedIn(confirmed);
  const [more] = [...changedIn(left).keys()].filter((address) => !allowed.has(address));
  if (more === undefined) return;
  throw new EngineError(
    {
      code: 'plan_changed',
      message: `${more} has changed since the plan was made, and is not part of it. Apply again to see a new plan.`,
      errorType: 'conflict',
      retryable: true,
    },
    more,
  );
}

export function notConverged(address: string, more: number): EngineError {
  const others = more === 0 ? '' : ` and ${more} more`;
  return new EngineError(
    {
      code: 'not_converged',
      message: `The plan was applied, but planned again there is still something to do: ${address}${others}.`,
      errorType: 'not_stabilized',
      retryable: true,
    },
    address,
  );
}

export function refuseTooMany(resources: readonly PlannedResource[]): void {
  const count = resources.length;
  if (count <= MAX_RESOURCES) return;
  throw new EngineError({
    code: 'too_many_resources',
    message: `The module has ${count} resources, more than ${MAX_RESOURCES}. Split it.`,
    errorType: 'validation',
    retryable: false,
  });
}
