/** The document's reusable parameters and response headers. */

import type { ResourceType } from '../../contract/vocabulary.ts';
import { KIND_DOCUMENTS } from './kinds/kinds.ts';

interface Described {
  description: string;
  schema: object;
  example?: string | number;
}

const OPERATION_PATH: Pick<Described, 'schema' | 'example'> = {
  schema: { type: 'string', format: 'uri-reference' },
  example: '/operations/01M85ZVC0FWGZ5V2BRCVY6G1ZY',
};
/** The form of an idempotency key. It must accept the same keys as `api/http/idempotency-key.ts`. */
const KEY_PATTERN = String.raw`^(?:[!#$%&'*+.^_\x60|~0-9A-Za-z:/-]{1,255}|"(?:[ !#-\[\]-~]|\\["\\]){1,255}")$`;
const WAIT_PATTERN = String.raw`wait=(?:[0-5]?\d|60)`;

export const HEADERS = {
  'X-Request-Id': {
    description:
      'Identifies this request in the log: the id that the client sent if it is valid, otherwise a new one.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,128}$' },
  },
  Location: {
    description: 'The operation to poll, or its web page. A poll answers 200 whatever the outcome.',
    ...OPERATION_PATH,
  },
  'Operation-Location': { description: 'The same as `Location`.', ...OPERATION_PATH },
  'Retry-After': {
    description: 'Whole seconds to wait before the next request.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
  ETag: {
    description: 'A strong tag of everything in the body; send it back in `If-None-Match`.',
    schema: { type: 'string', pattern: '^"[^"]+"$' },
  },
  'Cache-Control': {
    description: 'The response may be cached, but must be revalidated before reuse.',
    schema: { type: 'string' },
    example: 'private, no-cache',
  },
  'Idempotency-Replayed': {
    description: 'An earlier request with this `Idempotency-Key` started the operation.',
    schema: { const: 'true' },
  },
  'Progress-Source': {
    description:
      'The source of the progress: the running workflow (`query`), its outcome (`result`), or, while no worker answers, its memo with the list of resources rebuilt from its history (`history`). `memo` if there is no such list yet.',
    schema: { type: 'string', enum: ['query', 'history', 'memo', 'result'] },
  },
  'Preference-Applied': {
    description: 'The preference that the server applied (RFC 7240).',
    schema: { type: 'string', pattern: `^${WAIT_PATTERN}$` },
    example: 'wait=30',
  },
  Vary: {
    description: 'The media type of the response depends on this request header.',
    schema: { type: 'string' },
    example: 'Accept',
  },
} as const satisfies Record<string, Described>;
export type HeaderName = keyof typeof HEADERS;

const SHARED_PARAMETERS = {
  operationId: pathParameter('operationId', {
    schema: { type: 'string', pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' },
    example: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  }),
  /** This parameter accepts any text, because the web page itself reports an unknown operation. */
  shownOperationId: pathParameter('operationId', {
    schema: { type: 'string', minLength: 1 },
    example: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  }),
  'X-Request-Id': headerParameter('X-Request-Id', {
    description:
      'Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.',
    schema: { type: 'string' },
    example: 'import-42',
  }),
  'If-None-Match': headerParameter('If-None-Match', {
    description:
      'ETags of the states that the client already has. The response is 304 when nothing has changed.',
    schema: { type: 'string' },
    example: '*',
  }),
  'If-Match': headerParameter('If-Match', {
    description:
      'The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.',
    schema: { type: 'string' },
    example: '*',
  }),
  Prefer: headerParameter('Prefer', {
    description:
      '`wait=N` (RFC 7240) holds the request for up to N seconds, at most 60. With `If-None-Match`, the server answers at the next change, or with 304 when there was none. Without it, the server answers when the operation is terminal or the time is up. `?wait=N` has priority over this header.',
    schema: { type: 'string' },
    example: 'wait=30',
  }),
  'Idempotency-Key': headerParameter('Idempotency-Key', {
    description:
      'Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.',
    schema: { type: 'string', pattern: KEY_PATTERN },
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  }),
  sha256: pathParameter('sha256', {
    schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    example: '9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29',
  }),
  'X-Hub-Signature-256': headerParameter('X-Hub-Signature-256', {
    description: "The HMAC-SHA256 of the body with the webhook's secret.",
    schema: { type: 'string' },
    example: 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  }),
  'X-GitHub-Event': headerParameter('X-GitHub-Event', {
    description: 'The kind of event. Others than pushes and pull requests are ignored.',
    schema: { type: 'string' },
    example: 'push',
  }),
  'X-GitHub-Delivery': headerParameter('X-GitHub-Delivery', {
    description: 'The id of the delivery. A repeated delivery has the same id.',
    schema: { type: 'string' },
    example: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  }),
  'X-Gitlab-Token': headerParameter('X-Gitlab-Token', {
    description: "The webhook's secret token.",
    schema: { type: 'string' },
  }),
  'X-Gitlab-Event': headerParameter('X-Gitlab-Event', {
    description: 'The kind of event. Others than pushes and merge requests are ignored.',
    schema: { type: 'string' },
    example: 'Push Hook',
  }),
  'X-Gitlab-Event-UUID': headerParameter('X-Gitlab-Event-UUID', {
    description:
      'The id of the event. `Idempotency-Key`, which GitLab has sent since version 17.4, has priority over it.',
    schema: { type: 'string' },
    example: '13792a34-cac6-4fda-95a8-c58e00a3954e',
  }),
  'Last-Event-ID': headerParameter('Last-Event-ID', {
    description:
      'For the stream: the id of the last event that the client has seen, at most 9 digits. The stream continues after it.',
    schema: { type: 'string' },
    example: '55',
  }),
} as const;
export type ParameterName = keyof typeof SHARED_PARAMETERS | `${ResourceType}Id`;

export const PARAMETERS: Readonly<Record<string, object>> = {
  ...SHARED_PARAMETERS,
  ...Object.fromEntries(
    Object.entries(KIND_DOCUMENTS).map(([type, { examples }]) => [
      `${type}Id`,
      pathParameter(`${type}Id`, dnsLabel(examples.record.id)),
    ]),
  ),
};

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
