/** More pages than any answer has: AWS must not hold us for ever. */
const MAX_PAGES = 1_000;

/** All items of a paged list. */
export async function allPages<Item>(
  page: (
    token: string | undefined,
  ) => Promise<{ items: Item[] | undefined; next?: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const { items = [], next } = await page(token);
    all.push(...items);
    if (next === undefined || next === '') return all;
    token = next;
  }
  throw new Error(`a list of more than ${MAX_PAGES} pages`);
}
