/** The order and the counts in which all clients show a plan. Imports nothing at run time. */
import type { NodeOperation } from '../vocabulary.ts';

/** What must not be missed comes first. */
const ORDER: readonly NodeOperation[] = [
  'delete',
  'replace',
  'forget',
  'update',
  'create',
  'import',
  'move',
  'refresh',
  'read',
  'same',
];

const COUNTED: readonly (readonly [NodeOperation, text: string])[] = [
  ['create', 'to create'],
  ['update', 'to update'],
  ['replace', 'to replace'],
  ['delete', 'to delete'],
  ['import', 'to import'],
  ['move', 'to move'],
  ['forget', 'to forget'],
  ['refresh', 'to refresh'],
  ['read', 'to read'],
  ['same', 'unchanged'],
];

interface Planned {
  operation: NodeOperation;
}

/** Returns the items with deletions and replacements first; the others keep their order. */
export function dangerousFirst<Item extends Planned>(items: readonly Item[]): Item[] {
  const rank = ({ operation }: Planned) => ORDER.indexOf(operation);
  return items.toSorted((a, b) => rank(a) - rank(b));
}

export interface PlanCount {
  operation: NodeOperation;
  count: number;
  /** For example "10 to delete". */
  text: string;
}

/** Counts what a plan does. Operations that it does not have are left out. */
export function planCounts(items: readonly Planned[]): PlanCount[] {
  return COUNTED.flatMap(([operation, text]): PlanCount[] => {
    const count = items.filter((item) => item.operation === operation).length;
    return count === 0 ? [] : [{ operation, count, text: `${count} ${text}` }];
  });
}

/** Returns the counts of what changes: "3 to create, 10 to delete"; '' if no resource changes. */
export function changesText(items: readonly Planned[]): string {
  return planCounts(items)
    .filter(({ operation }) => operation !== 'same')
    .map(({ text }) => text)
    .join(', ');
}
