import { expect, test } from 'vitest';
import { startLoneApi } from '../../support/api/lone-api.ts';

const BASE = '/api/v1';
const { api } = startLoneApi(BASE);

const COLLECTION = 'GET, HEAD, POST, OPTIONS';
const RESOURCE = 'GET, HEAD, DELETE, OPTIONS';
const CLUSTER = 'GET, HEAD, PATCH, DELETE, OPTIONS';
const READ = 'GET, HEAD, OPTIONS';

test.each([
  ['PUT', '/clusters', COLLECTION],
  ['DELETE', '/clusters', COLLECTION],
  ['PROPFIND', '/networks/', COLLECTION],
  ['PUT', '/clusters/fine', CLUSTER],
  ['POST', '/clusters/fine', CLUSTER],
  ['PATCH', '/networks/fine', RESOURCE],
  ['GET', '/clusters/fine:recover', 'POST, OPTIONS'],
  ['DELETE', '/clusters/fine/operations', READ],
  ['GET', '/operations/01M85ZGF93QRCF4P4CZNQ508HG/retry', 'POST, OPTIONS'],
  ['POST', '/networks/fine/resources', READ],
  ['POST', '/operations', READ],
  ['DELETE', '/operations/01M85ZGF93QRCF4P4CZNQ508HG', READ],
  ['GET', '/operations/01M85ZGF93QRCF4P4CZNQ508HG/cancel', 'POST, OPTIONS'],
  ['GET', '/instance-types:discover', 'POST, OPTIONS'],
  ['POST', '/openapi.json', READ],
  ['TRACE', '/healthz', READ],
])(
  '%s %s is not offered, and the response names the supported methods',
  async (method, path, allow) => {
    expect(await api.send(method, BASE + path)).toMatchObject({
      status: 405,
      headers: { allow, 'content-type': expect.stringMatching(/^application\/problem\+json/) },
      body: { code: 'method_not_allowed', status: 405, errorType: 'validation' },
    });
    expect(await api.send('OPTIONS', BASE + path)).toMatchObject({
      status: 204,
      headers: { allow },
    });
  },
);

test.each(['/', '/nothing', '/clusters/fine/nothing', '/healthz/more'])(
  'an unknown path offers no method: %s',
  async (path) => {
    expect((await api.send('OPTIONS', BASE + path)).status).toBe(404);
    expect((await api.send('PUT', BASE + path)).status).toBe(404);
  },
);

test('HEAD is supported like GET', async () => {
  expect(await api.send('HEAD', `${BASE}/healthz`)).toMatchObject({ status: 200, body: '' });
});
