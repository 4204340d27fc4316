import { wholeNumber } from '../../input/flags.ts';

/** The maximum page size of the API. */
const PAGE_SIZE = 100;

export interface PageQuery {
  limit: string;
  marker?: string;
  total: 'true';
}

export interface Pages<Item> {
  items: Item[];
  /** How many items there are, if they are more than those. */
  total?: number;
}

/** Reads pages until there are as many items as the flags `--limit` and `--all` allow, or no more pages. */
export async function pages<Item>(
  { limit, all }: { limit: string; all: boolean | undefined },
  page: (query: PageQuery) => Promise<{ items: Item[]; marker?: string; total?: number }>,
): Promise<Pages<Item>> {
  const max = all === true ? Infinity : wholeNumber('limit', limit);
  const items: Item[] = [];
  let marker: string | undefined;
  let total: number | undefined;
  do {
    const size = Math.min(PAGE_SIZE, max - items.length);
    const response = await page({
      limit: String(size),
      ...(marker !== undefined && { marker }),
      total: 'true',
    });
    items.push(...response.items);
    ({ marker, total } = response);
  } while (marker !== undefined && items.length < max);
  return { items, ...(marker !== undefined && total !== undefined && { total }) };
}
