/** The filters of the list. The page's URL and the API's query use the same names. */
import { OPERATION_KINDS, OPERATION_STATUSES, RESOURCE_TYPES } from '../../contract/vocabulary.ts';

export const CHOICES = {
  status: OPERATION_STATUSES,
  operation: OPERATION_KINDS,
  resourceType: RESOURCE_TYPES,
} as const;
const TEXTS = ['resourceName', 'memberId'] as const;

export type ChoiceName = keyof typeof CHOICES;
export type TextName = (typeof TEXTS)[number];
type FilterName = ChoiceName | TextName | 'resourceId';

const NAMES: readonly FilterName[] = [
  'status',
  'operation',
  'resourceType',
  // Links from other pages name the whole resource.
  'resourceId',
  ...TEXTS,
];
const PAGE_SIZE = '25';

/** Returns the query for the API. */
export function apiQuery(query: URLSearchParams): Record<string, string> {
  const result: Record<string, string> = { limit: PAGE_SIZE, total: 'true' };
  for (const name of [...NAMES, 'marker']) {
    const value = query.get(name);
    if (value !== null && value !== '') result[name] = value;
  }
  return result;
}

/** Returns the query with one filter changed, on the first page. */
export function withFilter(query: URLSearchParams, name: FilterName, value: string): string {
  const next = new URLSearchParams(query);
  next.delete('marker');
  // A part of a name replaces the whole name.
  if (name === 'resourceName') next.delete('resourceId');
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next.toString();
}

export function withMarker(query: URLSearchParams, marker: string | undefined): string {
  const next = new URLSearchParams(query);
  if (marker === undefined) next.delete('marker');
  else next.set('marker', marker);
  return next.toString();
}

export function isFiltered(query: URLSearchParams): boolean {
  return NAMES.some((name) => query.has(name));
}
