/** Reads lists to their end. AWS returns any list in pages, also where it returned one page until yesterday. */

/** The field of the answer with the token of the next page, and the field of the request that takes it. */
const TOKENS: readonly (readonly [string, string])[] = [
  ['NextToken', 'NextToken'],
  ['nextToken', 'nextToken'],
  ['NextMarker', 'Marker'],
  ['Marker', 'Marker'],
];
/** A limit above the pages of any real list, so that a faulty answer cannot cause an endless loop. */
const MAX_PAGES = 5_000;

/**
 * Resolves to the answer with the items of all pages and without a token.
 *
 * @param first the answer to the first request
 * @param more sends the request again with these fields
 */
export async function wholeList<Output extends object>(
  first: Output,
  more: (fields: Record<string, string>) => Promise<Output>,
): Promise<Output> {
  let whole = first;
  for (let pages = 1; pages < MAX_PAGES; pages++) {
    const next = nextOf(whole);
    if (next === undefined) return whole;
    const later = await more(next);
    whole = Object.assign({}, later, listsOf(whole, later));
  }
  throw new Error(`AWS returned a list of more than ${MAX_PAGES} pages`);
}

function nextOf(output: object): Record<string, string> | undefined {
  for (const [from, to] of TOKENS) {
    const token = field(output, from);
    if (typeof token === 'string' && token !== '') return { [to]: token };
  }
  return undefined;
}

/** The lists of the earlier answers, each with the later answer's items at its end. */
function listsOf(before: object, after: object): Record<string, unknown[]> {
  const names = Object.keys(before).filter((name) => Array.isArray(field(before, name)));
  return Object.fromEntries(
    names.map((name) => [name, [...itemsIn(before, name), ...itemsIn(after, name)]]),
  );
}

function itemsIn(output: object, name: string): unknown[] {
  const value = field(output, name);
  return Array.isArray(value) ? value : [];
}

function field(output: object, name: string): unknown {
  return new Map<string, unknown>(Object.entries(output)).get(name);
}
