/** The maximum page size of the API. */
const PAGE_SIZE = 100;

/** Reads pages until there are `limit` items or no more pages. */
export async function pages<Item>(
  limit: number,
  page: (query: { limit: string; marker?: string }) => Promise<{ items: Item[]; marker?: string }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let marker: string | undefined;
  do {
    const size = Math.min(PAGE_SIZE, limit - items.length);
    const response = await page({ limit: String(size), ...(marker !== undefined && { marker }) });
    items.push(...response.items);
    marker = response.marker;
  } while (marker !== undefined && items.length < limit);
  return items;
}
