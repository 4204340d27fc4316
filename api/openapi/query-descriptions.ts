/** Descriptions of the query parameters of lists. */
export const QUERY_DESCRIPTIONS: Readonly<Record<string, string>> = {
  limit: 'The maximum number of items: 1 to 100, by default 100.',
  marker: 'The `marker` of the previous page. Valid only for a list with the same filters.',
  status: 'One status, or several separated by commas.',
  operation: 'One kind of operation, or several separated by commas.',
  operationId: 'One operation by its id, or several separated by commas.',
  resourceType: 'One type, or several separated by commas.',
  resourceId: 'One name, or several separated by commas.',
  resourceName:
    'A part of the name. Finds the operations on all resources whose names contain it, at most 200 names.',
  resourceUid: 'One unique id of a resource, or several separated by commas.',
  memberId: 'The member who requested the operation, or several separated by commas.',
  createdAfter: 'Created after this time (RFC 3339).',
  createdBefore: 'Created before this time (RFC 3339).',
  provider: 'One provider, or several separated by commas.',
  region: 'One region, or several separated by commas.',
  name: 'A part of the name.',
  sort: 'The field to sort by, with a hyphen in front in descending order. By default `-createdAt`, the newest first. Another order, and a search by `name`, read the whole list, and are refused for more than 5,000 resources.',
  total: '`true` adds `total` to the response: how many items match on all pages together.',
};
