/** A plan in the order in which the page shows it. */
import { dangerousFirst, planCounts } from '../../contract/plans/words.ts';
import { nodeLabel } from './labels.ts';
import type { OperationPlan, PlannedChange, Resource } from './types.ts';

/** A change of the plan; without its attributes until they are read. */
export type ShownChange = Pick<PlannedChange, 'address' | 'type' | 'operation'> &
  Partial<Pick<PlannedChange, 'attributes' | 'imported' | 'movedFrom' | 'reason'>>;

export interface ChangeGroup {
  operation: ShownChange['operation'];
  /** For example "10 to delete". */
  title: string;
  changes: ShownChange[];
}

/** The plan, or as long as it is not read, what the operation shows of it. */
export function changesOf(
  plan: OperationPlan | undefined,
  resources: readonly Resource[],
): ShownChange[] {
  if (plan !== undefined) return plan.resources;
  return resources
    .filter(({ operation }) => operation !== 'same')
    .map(({ urn, ...resource }) => ({ ...resource, address: nodeLabel(urn) }));
}

/** Groups the changes by what happens: deletions first, then replacements. */
export function changeGroups(changes: readonly ShownChange[]): ChangeGroup[] {
  const titles = new Map(planCounts(changes).map(({ operation, text }) => [operation, text]));
  const groups = new Map<ShownChange['operation'], ShownChange[]>();
  for (const change of dangerousFirst(changes)) {
    groups.set(change.operation, [...(groups.get(change.operation) ?? []), change]);
  }
  return [...groups].map(([operation, members]) => ({
    operation,
    title: titles.get(operation) ?? operation,
    changes: members,
  }));
}
