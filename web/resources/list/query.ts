/** The filters of a list of resources. The page's URL and the API's query use the same names. */
import type { SortField } from '../../../contract/list-order.ts';
import {
  PROVIDERS,
  RESOURCE_KINDS,
  RESOURCE_STATUSES,
  type ResourceType,
} from '../../../contract/vocabulary.ts';

const PAGE_SIZE = '25';

export interface Choice {
  name: 'status' | 'provider';
  label: string;
  choices: readonly string[];
}

/** Returns the choices that the lists of a type can be filtered by. */
export function choicesOf(type: ResourceType): readonly Choice[] {
  return [
    { name: 'status', label: 'State', choices: RESOURCE_STATUSES },
    ...(RESOURCE_KINDS[type].hasProvider
      ? [{ name: 'provider', label: 'Provider', choices: PROVIDERS } as const]
      : []),
  ];
}

/** Returns the query for the API. Parameters that the list does not have are left out. */
export function apiQuery(type: ResourceType, query: URLSearchParams): Record<string, string> {
  const result: Record<string, string> = { limit: PAGE_SIZE, total: 'true' };
  for (const name of ['marker', 'name', 'sort', ...choicesOf(type).map((it) => it.name)]) {
    const value = query.get(name);
    if (value !== null && value !== '') result[name] = value;
  }
  return result;
}

/** Returns the query with these values. Every change but that of the marker leads to the first page. */
export function changed(query: URLSearchParams, values: Record<string, string>): string {
  const next = new URLSearchParams(query);
  next.delete('marker');
  for (const [name, value] of Object.entries(values)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next.toString();
}

export function isFiltered(type: ResourceType, query: URLSearchParams): boolean {
  return ['name', ...choicesOf(type).map(({ name }) => name)].some((name) => query.has(name));
}

/** The order of a list without `sort`. */
const DEFAULT_ORDER = '-createdAt';

/** Returns how the list is sorted by this field, as `aria-sort` has it. */
export function directionOf(query: URLSearchParams, field: SortField) {
  const order = query.get('sort') ?? DEFAULT_ORDER;
  if (order === field) return 'ascending';
  return order === `-${field}` ? 'descending' : undefined;
}

/** Returns the query that sorts by this field, or in the other direction if the list is sorted by it. */
export function sortedBy(query: URLSearchParams, field: SortField): string {
  const current = directionOf(query, field);
  const first = field === 'createdAt' || field === 'updatedAt' ? 'descending' : 'ascending';
  const other = first === 'ascending' ? 'descending' : 'ascending';
  const direction = current === first ? other : first;
  const order = direction === 'ascending' ? field : `-${field}`;
  return changed(query, { sort: order === DEFAULT_ORDER ? '' : order });
}
