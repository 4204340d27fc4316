/** The orders of lists of resources. This file imports nothing, so that clients can use it. */

const SORT_FIELDS = ['name', 'status', 'provider', 'region', 'createdAt', 'updatedAt'] as const;
/** What a list of resources can be sorted by. */
export type SortField = (typeof SORT_FIELDS)[number];
/** A field, with a hyphen in front in descending order. */
export type SortOrder = SortField | `-${SortField}`;
export const SORT_ORDERS: readonly SortOrder[] = SORT_FIELDS.flatMap((field) => [
  field,
  `-${field}` as const,
]);

/** Returns the field by which the order sorts. */
export function fieldOfOrder(order: SortOrder): SortField {
  return SORT_FIELDS.find((field) => order === field || order === `-${field}`) ?? 'createdAt';
}
