/** The filters of the list. The page's URL and the API's query use the same names. */
import { OPERATION_KINDS, OPERATION_STATUSES, RESOURCE_TYPES } from '../../contract/vocabulary.ts';

export const CHOICES = {
  status: OPERATION_STATUSES,
  operation: OPERATION_KINDS,
  resourceType: RESOURCE_TYPES,
} as const;
const TEXTS = ['resourceId', 'memberId'] as const;

export type ChoiceName = keyof typeof CHOICES;
export type TextName = (typeof TEXTS)[number];
export type FilterName = ChoiceName | TextName;

const NAMES: readonly FilterName[] = ['status', 'operation', 'resourceType', ...TEXTS];
const PAGE_SIZE = '25';

/** Returns the query for the API. */
export function apiQuery(query: URLSearchParams): Record<string, string> {
  const result: Record<string, string> = { limit: PAGE_SIZE };
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
