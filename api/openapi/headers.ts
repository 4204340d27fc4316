/** Headers of requests and answers: the document's reusable parameters and headers. */

interface Described {
  description: string;
  schema: object;
  example?: string | number;
}

const OPERATION_PATH: Pick<Described, 'schema' | 'example'> = {
  schema: { type: 'string', format: 'uri-reference' },
  example: '/operations/01M85ZVC0FWGZ5V2BRCVY6G1ZY',
};
/** As `api/http/idempotency-key.ts` reads it. */
const KEY_PATTERN = String.raw`^(?:[!#$%&'*+.^_\x60|~0-9A-Za-z:/-]{1,255}|"(?:[ !#-\[\]-~]|\\["\\]){1,255}")$`;
const WAIT_PATTERN = String.raw`wait=(?:[0-5]?\d|60)`;

export const HEADERS = {
  'X-Request-Id': {
    description:
      'Names this request in the log; the own one of the client where it sent a fit one.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,128}$' },
  },
  Location: {
    description: 'The operation to poll, which always answers 200; or its page.',
    ...OPERATION_PATH,
  },
  'Operation-Location': { description: 'The same as `Location`.', ...OPERATION_PATH },
  'Retry-After': {
    description: 'Whole seconds until asking again makes sense.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
  ETag: {
    description: 'Strong, over all that the client sees; for `If-None-Match`.',
    schema: { type: 'string', pattern: '^"[^"]+"$' },
  },
  'Cache-Control': {
    description: 'May be kept, and must be asked about.',
    schema: { type: 'string' },
    example: 'private, no-cache',
  },
  'Idempotency-Replayed': {
    description: 'The operation was started by an earlier request with this `Idempotency-Key`.',
    schema: { const: 'true' },
  },
  'Progress-Source': {
    description:
      'Where the progress comes from: the running workflow (`query`), its memo, which has no list of resources (`memo`), or its outcome (`result`).',
    schema: { type: 'string', enum: ['query', 'memo', 'result'] },
  },
  'Preference-Applied': {
    description: 'The preference that was followed (RFC 7240).',
    schema: { type: 'string', pattern: `^${WAIT_PATTERN}$` },
    example: 'wait=30',
  },
  Vary: { description: 'The form depends on it.', schema: { type: 'string' }, example: 'Accept' },
} as const satisfies Record<string, Described>;
export type HeaderName = keyof typeof HEADERS;

export const PARAMETERS = {
  operationId: pathParameter('operationId', {
    schema: { type: 'string', pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' },
    example: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  }),
  /** Whatever it is: the page says when there is no such operation. */
  shownOperationId: pathParameter('operationId', {
    schema: { type: 'string', minLength: 1 },
    example: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  }),
  clusterId: pathParameter('clusterId', dnsLabel('demo')),
  networkId: pathParameter('networkId', dnsLabel('base')),
  deploymentId: pathParameter('deploymentId', dnsLabel('web')),
  connectionId: pathParameter('connectionId', dnsLabel('production')),
  'X-Request-Id': headerParameter('X-Request-Id', {
    description:
      'Names this request in the log and in its answer: 1 to 128 letters, digits, `.`, `_` and `-`. One that does not fit is replaced.',
    schema: { type: 'string' },
    example: 'import-42',
  }),
  'If-None-Match': headerParameter('If-None-Match', {
    description: 'ETags of the states that the client has: 304 when nothing has changed.',
    schema: { type: 'string' },
    example: '*',
  }),
  'If-Match': headerParameter('If-Match', {
    description:
      'The ETag of the resource as the client has seen it: 412 when it has changed since. `*`: whatever it is.',
    schema: { type: 'string' },
    example: '*',
  }),
  Prefer: headerParameter('Prefer', {
    description:
      '`wait=N` (RFC 7240), N from 0 to 60 seconds. With `If-None-Match` it answers at the next change, or 304 when none came; without, when the operation is terminal or the time is up. `?wait=N` is the more explicit of the two.',
    schema: { type: 'string' },
    example: 'wait=30',
  }),
  'Idempotency-Key': headerParameter('Idempotency-Key', {
    description:
      'Makes the request safe to repeat: the same key with the same request answers with the operation that it started. A quoted string of structured fields (RFC 8941) or a bare token, at most 255 characters.',
    schema: { type: 'string', pattern: KEY_PATTERN },
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  }),
  'Last-Event-ID': headerParameter('Last-Event-ID', {
    description:
      'For the stream: the version that the client has, at most 9 digits. It goes on after that.',
    schema: { type: 'string' },
    example: '55',
  }),
} as const;
export type ParameterName = keyof typeof PARAMETERS;

export function headerRefs(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

export function parameterRef(name: ParameterName): { $ref: string } {
  return { $ref: `#/components/parameters/${name}` };
}

function pathParameter(name: string, of: Omit<Described, 'description'>) {
  return { name, in: 'path', required: true, ...of };
}

function headerParameter(name: string, of: Described) {
  return { name, in: 'header', ...of };
}

function dnsLabel(example: string) {
  return { schema: { type: 'string', pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' }, example };
}
