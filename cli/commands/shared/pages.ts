/** The API lists at most so many at once. */
const PAGE = 100;

/** Follows the markers until there are `limit` items, or no more. */
export async function pages<Item>(
  limit: number,
  page: (query: { limit: string; marker?: string }) => Promise<{ items: Item[]; marker?: string }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let marker: string | undefined;
  do {
    const wanted = Math.min(PAGE, limit - items.length);
    const answer = await page({ limit: String(wanted), ...(marker !== undefined && { marker }) });
    items.push(...answer.items);
    marker = answer.marker;
  } while (marker !== undefined && items.length < limit);
  return items;
}
