/** A limit above the pages of any real list, so that a faulty answer cannot cause an endless loop. */
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
  throw new Error(`AWS returned a list of more than ${MAX_PAGES} pages`);
}
