/** The lists of add-ons, access entries and pod identity associations. */
import type { Call } from '../proxy/call.ts';

interface Listed {
  id: string;
  view: Record<string, unknown>;
}

/** The fields by which lists can be filtered. */
const FILTERS = ['namespace', 'serviceAccount'] as const;
const PAGE = 100;

/** Returns one page of the items that the call asks for, and the token of the next page. */
export function listed<Item extends Listed>(
  call: Call,
  found: readonly Item[],
): { page: Item[]; nextToken?: string } {
  const query = new URL(call.path, 'http://localhost').searchParams;
  const limit = Number(query.get('maxResults') ?? PAGE);
  const from = Number(query.get('nextToken') ?? 0);
  const asked = found.filter(({ view }) =>
    FILTERS.every((field) => !query.has(field) || query.get(field) === view[field]),
  );
  const next = from + limit;
  return {
    page: asked.slice(from, next),
    ...(next < asked.length && { nextToken: String(next) }),
  };
}
