/** Checks that an answer is what was asked for, before the client believes it. */
import type { Middleware } from 'openapi-fetch';
import { ANSWERS, type Members } from './answers.ts';
import type { Operation } from './types.ts';
import {
  describeAnswer,
  describeRequest,
  publicUrl,
  UnexpectedAnswerError,
} from './unexpected-answer.ts';

/**
 * Throws UnexpectedAnswerError for a redirect, and for a success with a status, a media type or a body that
 * the OpenAPI document does not have. Errors pass, because a proxy's errors are errors too.
 */
export const checkAnswer: Middleware = {
  async onResponse({ request, response, schemaPath, options }) {
    if (isRedirect(response)) throw redirected(request, response, options.baseUrl);
    if (response.status >= 400) return;
    const types = ANSWERS[`${request.method} ${schemaPath}`]?.[response.status];
    const fault = types === undefined ? 'the status is unknown' : await faultOf(response, types);
    if (fault === undefined) return;
    throw new UnexpectedAnswerError(
      `${describeRequest(request)} was answered with ${describeAnswer(response)}, but not by Slipway: ${fault}.`,
    );
  },
};

/** In browsers, a redirect that is not followed has the status 0 and hides its target. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);
}

function redirected(request: Request, { status, headers }: Response, baseUrl: string) {
  const location = headers.get('Location');
  const target = location === null ? undefined : publicUrl(new URL(location, request.url).href);
  const path = publicUrl(request.url).slice(publicUrl(baseUrl).replace(/\/+$/, '').length);
  const address =
    target?.endsWith(path) === true ? target.slice(0, target.length - path.length) : undefined;
  const where = target === undefined ? '' : ` to ${target}`;
  const code = status === 0 ? '' : ` (status ${status})`;
  const rule =
    request.method === 'GET' ? '' : ' A request that changes something follows no redirect.';
  return new UnexpectedAnswerError(
    `${describeRequest(request)} was redirected${where}${code}.${rule}`,
    address,
  );
}

/** Returns what is wrong with the body; undefined if it is one of the documented ones. */
async function faultOf(
  response: Response,
  types: Readonly<Record<string, Members>>,
): Promise<string | undefined> {
  if (Object.keys(types).length === 0) return undefined;
  const [type = ''] = (response.headers.get('Content-Type') ?? '').toLowerCase().split(';');
  const members = types[type.trim()];
  if (members === undefined) return `the content type should be ${Object.keys(types).join(' or ')}`;
  if (type.trim() !== 'application/json') return undefined;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return faultOfBody(body, members);
}

/** True if the value has the members that an operation must have. */
export function isOperation(value: unknown): value is Operation {
  const types = ANSWERS['GET /operations/{operationId}']?.[200];
  return faultOfBody(value, types?.['application/json'] ?? {}) === undefined;
}

function faultOfBody(body: unknown, members: Members): string | undefined {
  if (typeOf(body) !== 'object') return 'the body is not a JSON object';
  const fields = new Map(Object.entries(body ?? {}));
  const missing = Object.entries(members).find(
    ([name, wanted]) => typeOf(fields.get(name)) !== wanted,
  );
  return missing && `the body has no "${missing[0]}" of type ${missing[1]}`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
