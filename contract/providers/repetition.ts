import type * as z from 'zod';

/**
 * Returns a refinement that names each item of a list whose key an earlier item has.
 *
 * @param field where the key is in the item; the item itself unless given
 */
export function refuseRepetition<Item>(keyOf: (item: Item) => string, field?: string) {
  return (items: readonly Item[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      if (seen.has(key)) {
        const path = field === undefined ? [index] : [index, field];
        context.addIssue({ code: 'custom', path, message: `${key} is named twice` });
      }
      seen.add(key);
    }
  };
}
