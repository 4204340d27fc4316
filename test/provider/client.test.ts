import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../config/listen.ts';
import { createCloudClient } from '../../providers/simulated/client/client.ts';
import { snakeCase } from '../../providers/node-errors.ts';
import { lookAgainMs } from '../../providers/simulated/plan/timing.ts';
import { limitCode, RESOURCE_TYPE_NAMES } from '../../sandboxes/simulated/cloud/resource-types.ts';
import { providerError } from './graph-walk.ts';

const { signal } = new AbortController();
let listening: Listening | undefined;

afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

async function clientOf(answer: RequestListener, requestTimeoutMs = 5_000) {
  listening = await listen(answer, { host: '127.0.0.1', port: 0 });
  return createCloudClient({ url: listening.url, requestTimeoutMs });
}

function refusing(status: number, error: object, headers: Record<string, string> = {}) {
  return clientOf((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: 'no', requestId: 'req-1', ...error } }));
  });
}

describe('a refusal', () => {
  test.each([
    [400, 'VpcLimitExceeded', 'vpc_limit_exceeded', 'quota', false],
    [400, 'AddressLimitExceeded', 'address_limit_exceeded', 'quota', false],
    [400, 'AccessDenied', 'permission_denied', 'permission', false],
    [403, 'UnauthorizedOperation', 'permission_denied', 'permission', false],
    [400, 'ValidationError', 'validation_error', 'validation', false],
    [400, 'IdempotentParameterMismatch', 'idempotent_parameter_mismatch', 'conflict', false],
    [400, 'InvalidReference', 'invalid_reference', 'provider', false],
    [400, 'InvalidSubnet.Conflict', 'invalid_subnet_conflict', 'provider', false],
    [409, 'ReferenceNotReady', 'reference_not_ready', 'not_stabilized', true],
    [500, 'InternalFailure', 'cloud_internal_error', 'provider', true],
    [503, 'ServiceUnavailable', 'cloud_internal_error', 'provider', true],
    [429, 'Throttling', 'throttled', 'throttling', true],
    [400, 'RequestLimitExceeded', 'throttled', 'throttling', true],
  ])('with %i %s is %s', async (status, vendorCode, code, errorType, retryable) => {
    const client = await refusing(status, { code: vendorCode });
    const error = await providerError(client.get('vpc-1', signal));
    expect(error).toMatchObject({ code, errorType, retryable, requestId: 'req-1' });
  });

  test.each(RESOURCE_TYPE_NAMES)('for a reached limit of %s is a quota', async (type) => {
    const client = await refusing(400, { code: limitCode(type) });
    const error = await providerError(client.get('x', signal));
    expect(error).toMatchObject({ code: `${type}_limit_exceeded`, errorType: 'quota' });
  });

  test('has a retry delay exactly where the cloud sends one', async () => {
    const exact = await refusing(429, { code: 'Throttling', retryAfter: 1, retryAfterMs: 50 });
    expect((await providerError(exact.get('x', signal))).retryAfter).toBe(0.05);
    await listening?.close();
    const header = await refusing(429, { code: 'Throttling' }, { 'retry-after': '7' });
    expect((await providerError(header.get('x', signal))).retryAfter).toBe(7);
  });

  test('that is not JSON is judged by its status', async () => {
    const client = await clientOf((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    });
    expect(await providerError(client.get('x', signal))).toMatchObject({
      code: 'cloud_internal_error',
      retryable: true,
    });
  });

  test('for a path that a proxy does not know is not mistaken for a missing resource', async () => {
    const client = await clientOf((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    });
    const missing = { errorType: 'not_found', retryable: false };
    expect(await providerError(client.get('x', signal))).toMatchObject(missing);
    expect(await providerError(client.delete('x', signal))).toMatchObject(missing);
  });
});

describe('no response', () => {
  test('because no server listens', async () => {
    const client = await clientOf(() => undefined);
    await listening?.close();
    expect(await providerError(client.get('x', signal))).toMatchObject({
      code: 'cloud_unreachable',
      errorType: 'provider',
      retryable: true,
    });
  });

  test('because the connection breaks', async () => {
    const client = await clientOf((request) => request.socket.destroy());
    expect(await providerError(client.get('x', signal))).toMatchObject({
      code: 'cloud_unreachable',
      retryable: true,
    });
  });

  test.each([
    ['at all', false],
    ['to the end', true],
  ])('before the deadline %s', async (_what, begins) => {
    const client = await clientOf((request, response) => {
      if (begins) response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      request.socket.setTimeout(5_000, () => request.socket.destroy());
    }, 50);
    expect(await providerError(client.get('x', signal))).toMatchObject({
      code: 'cloud_timeout',
      errorType: 'timeout',
      retryable: true,
    });
  });
});

describe('a response', () => {
  test('that cannot be read is an error to retry', async () => {
    const client = await clientOf((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id": 7}');
    });
    expect(await providerError(client.get('x', signal))).toMatchObject({
      code: 'cloud_bad_answer',
      retryable: true,
    });
  });

  test('in pages is read completely', async () => {
    const asked: string[] = [];
    const client = await clientOf((request, response) => {
      const token = new URL(request.url ?? '', 'http://cloud').searchParams.get('nextToken');
      asked.push(String(request.url));
      const page = Number(token ?? 0);
      const item = {
        id: `vpc-${page}`,
        type: 'vpc',
        name: 'main',
        state: 'available',
        properties: {},
        tags: {},
        outputs: {},
        stateSince: new Date(0).toISOString(),
      };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ items: [item], ...(page < 2 && { nextToken: String(page + 1) }) }),
      );
    });
    const found = await client.list({ 'slipway:uid': 'U&1' }, signal);
    expect(found.map((it) => it.id)).toEqual(['vpc-0', 'vpc-1', 'vpc-2']);
    expect(asked[0]).toBe('/resources?tag.slipway%3Auid=U%261');
  });
});

test.each([
  ['VpcLimitExceeded', 'vpc_limit_exceeded'],
  ['OIDCProviderExists', 'oidc_provider_exists'],
  ['InvalidSubnet.Range', 'invalid_subnet_range'],
  ['EC2Error', 'ec2_error'],
  ['LimitExceededException', 'limit_exceeded'],
  ['...', 'cloud_error'],
])('the code %s becomes %s', (vendorCode, code) => {
  expect(snakeCase(vendorCode)).toBe(code);
});

describe('the next poll', () => {
  const look = (type: string, speed: number, elapsedMs?: number) =>
    lookAgainMs({ type, for: 'ready', speed, elapsedMs });

  test('is at the expected end, but at most 2 s away', () => {
    expect(look('control_plane', 1, 0)).toBe(2_000);
    expect(look('control_plane', 1, 13_200)).toBe(800);
    expect(look('control_plane', 10, 1_320)).toBe(80);
    expect(look('control_plane', 200, 0)).toBe(70);
  });

  test('is a quarter of the usual time away if the end is overdue or unknown, and never immediate', () => {
    expect(look('vpc', 1)).toBe(250);
    expect(look('vpc', 1, 2_000)).toBe(250);
    expect(look('vpc', 1, 999)).toBe(100);
    expect(look('vpc', 10_000)).toBe(20);
    expect(lookAgainMs({ type: 'addon', for: 'gone', speed: 1, elapsedMs: 0 })).toBe(1_500);
  });

  test('is a tenth of the time so far away if the end is long overdue, but at most 2 s', () => {
    expect(look('vpc', 1, 5_000)).toBe(500);
    expect(look('vpc', 200, 1_000)).toBe(100);
    expect(look('vpc', 200, 60_000)).toBe(2_000);
  });
});
