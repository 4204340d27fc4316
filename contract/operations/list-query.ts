/** The queries of lists. Every parameter may be given once; a comma between its values means "or". */
import * as z from 'zod';
import { DNS_LABEL_PATTERN, OPERATION_ID_PATTERN } from '../ids.ts';
import { REGIONS } from '../providers/definitions.ts';
import {
  OPERATION_KINDS,
  OPERATION_STATUSES,
  PROVIDERS,
  RESOURCE_STATUSES,
  RESOURCE_TYPES,
} from '../vocabulary.ts';
import { SORT_ORDERS } from '../list-order.ts';

const LONGEST = 1024;
const MAX_ITEMS = 100;
const MAX_LOG_LINES = 10_000;

function once(): z.ZodString {
  return z.string({ error: 'must be given once only' }).max(LONGEST);
}

/** The pattern is exact, so that the OpenAPI document is as strict as the server. */
function listOf(pattern: string, values: string) {
  return once()
    .regex(new RegExp(`^(?:${pattern})(?:,(?:${pattern}))*$`), {
      error: `must be ${values}, or several with commas between them`,
    })
    .transform((text) => [...new Set(text.split(','))].toSorted());
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return listOf(values.join('|'), `one of ${values.join(', ')}`)
    .pipe(z.array(z.enum(values)))
    .exactOptional();
}

const namesSchema = listOf(unanchored(DNS_LABEL_PATTERN), 'a DNS label').exactOptional();
const idsSchema = listOf(
  unanchored(OPERATION_ID_PATTERN),
  '26 characters of Crockford base32',
).exactOptional();

function unanchored({ source }: RegExp): string {
  return source.replace(/^\^/, '').replace(/\$$/, '');
}

/** A part of a name. */
const namePartSchema = once()
  .regex(/^[a-z0-9-]{1,63}$/, {
    error: 'must be a part of a name: at most 63 lower-case letters, digits and hyphens',
  })
  .exactOptional();

const sortSchema = z
  .enum(SORT_ORDERS, { error: `must be given once, and be one of ${SORT_ORDERS.join(', ')}` })
  .exactOptional();

/** Milliseconds since the epoch. Finer digits are cut off. */
const timeSchema = z.iso
  .datetime({
    offset: true,
    error: 'must be one time as in RFC 3339, such as 2026-01-31T12:00:00Z',
  })
  .transform((text) => Date.parse(text))
  .exactOptional();

const pageFields = {
  limit: once()
    .regex(/^(?:[1-9]\d?|100)$/, { error: `must be a whole number from 1 to ${MAX_ITEMS}` })
    .transform(Number)
    .default(MAX_ITEMS),
  /** The marker of the previous page. */
  marker: once()
    .regex(/^[A-Za-z0-9_-]+$/, { error: 'must be the marker of the page before, as it was given' })
    .exactOptional(),
};

/** Whether the answer says how many items match, on all pages together. */
const totalSchema = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true')
  .exactOptional();

const operationFilterFields = {
  status: oneOf(OPERATION_STATUSES),
  operation: oneOf(OPERATION_KINDS),
  resourceUid: idsSchema,
  memberId: namesSchema,
  /** Later than this. */
  createdAfter: timeSchema,
  /** Earlier than this. */
  createdBefore: timeSchema,
};

/** `GET /operations` */
export const operationsQuerySchema = z.strictObject({
  ...operationFilterFields,
  operationId: idsSchema,
  resourceType: oneOf(RESOURCE_TYPES),
  resourceId: namesSchema,
  resourceName: namePartSchema,
  total: totalSchema,
  ...pageFields,
});
export type OperationsQuery = z.infer<typeof operationsQuerySchema>;

/** `GET /clusters/{clusterId}/operations`, and the same for networks. The path names the resource. */
export const resourceOperationsQuerySchema = z.strictObject({
  ...operationFilterFields,
  ...pageFields,
});
export type ResourceOperationsQuery = z.infer<typeof resourceOperationsQuerySchema>;

/** `GET /clusters`, `GET /networks` */
export const resourcesQuerySchema = z.strictObject({
  status: oneOf(RESOURCE_STATUSES),
  provider: oneOf(PROVIDERS),
  region: oneOf(REGIONS),
  name: namePartSchema,
  sort: sortSchema,
  total: totalSchema,
  ...pageFields,
});
export type ResourcesQuery = z.infer<typeof resourcesQuerySchema>;

/** `GET /deployments` */
export const deploymentsQuerySchema = z.strictObject({
  status: oneOf(RESOURCE_STATUSES),
  name: namePartSchema,
  sort: sortSchema,
  total: totalSchema,
  ...pageFields,
});

/** `GET /operations/{operationId}/events`, as JSON */
export const timelineQuerySchema = z.strictObject(pageFields);

/** `GET /operations/{operationId}/log` */
export const logQuerySchema = z.strictObject({
  /** The sequence of the last line that the client has. */
  after: once()
    .regex(/^\d{1,10}$/, { error: 'must be the sequence of a line' })
    .transform(Number)
    .default(0),
  /** With `follow`, there is no limit. */
  limit: once()
    .regex(/^(?:[1-9]\d{0,3}|10000)$/, {
      error: `must be a whole number from 1 to ${MAX_LOG_LINES}`,
    })
    .transform(Number)
    .default(MAX_LOG_LINES),
  /** Only the lines about this cloud resource: its URN, the end of its URN, or its address in the module. */
  resource: once().min(1, { error: 'must not be empty' }).exactOptional(),
  follow: z.enum(['true', 'false'], { error: 'must be true or false' }).exactOptional(),
});
