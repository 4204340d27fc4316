/** Tests that the typed client believes only answers that Slipway gives. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLES } from '../../../api/openapi/examples.ts';
import { createSlipway } from '../../../client/client.ts';
import { orThrow } from '../../../client/problem-error.ts';
import { UnexpectedAnswerError } from '../../../client/unexpected-answer.ts';
import { startFakeApi, type FakeAnswer, type FakeApi } from '../../support/http/fake-api.ts';

let fake: FakeApi;
beforeAll(async () => {
  fake = await startFakeApi();
});
afterAll(() => fake.stop());

const html = { 'content-type': 'text/html; charset=utf-8' };

/** Sends one request of each kind, which all get the same answer. Returns what they reject with. */
async function refusalsOf(answer: FakeAnswer): Promise<unknown[]> {
  const { api } = createSlipway({ baseUrl: `${fake.url}/base/` });
  const params = { path: { clusterId: 'demo' } };
  const names = ['POST /base/clusters', 'PATCH /base/clusters/demo', 'DELETE /base/clusters/demo'];
  fake.asked = [];
  fake.answers = Object.fromEntries(names.map((name) => [name, answer]));
  const calls = [
    api.POST('/clusters', { body: { name: 'demo' } }),
    api.PATCH('/clusters/{clusterId}', { params, body: {} }),
    api.DELETE('/clusters/{clusterId}', { params }),
  ];
  const ended = await Promise.allSettled(calls);
  expect(fake.asked.map(({ method }) => method).toSorted()).toEqual(['DELETE', 'PATCH', 'POST']);
  return ended.map((end): unknown => (end.status === 'rejected' ? end.reason : end.value));
}

test.each([301, 302, 303, 307, 308])(
  'a request that changes something does not follow a redirect with %i',
  async (status) => {
    const location = 'https://user:password@slipway.example/base/clusters?token=secret';
    const refusals = await refusalsOf({ status, body: '', headers: { location } });
    for (const error of refusals) expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(refusals[0]).toMatchObject({
      message: `POST ${fake.url}/base/clusters was redirected to https://slipway.example/base/clusters (status ${status}). A request that changes something follows no redirect.`,
      address: 'https://slipway.example/base',
    });
  },
);

test('a redirect to another path names no address', async () => {
  const refusals = await refusalsOf({ status: 302, body: '', headers: { location: '/login' } });
  expect(refusals[0]).toMatchObject({
    message: expect.stringContaining(`redirected to ${fake.url}/login (status 302)`),
    address: undefined,
  });
});

test('a redirect that a browser hides', async () => {
  const opaque = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
  const { api } = createSlipway({ baseUrl: fake.url, fetch: async () => opaque });
  await expect(api.POST('/clusters', { body: { name: 'demo' } })).rejects.toThrow(
    `POST ${fake.url}/clusters was redirected. A request`,
  );
});

test.each<[string, FakeAnswer, string]>([
  ['a status that is not documented', { status: 201, body: {} }, 'the status is unknown'],
  ['a page', { status: 200, body: '<p>Log in', headers: html }, 'should be application/json'],
  ['no JSON', { status: 202, body: '{"id":' }, 'the body is not a JSON object'],
  ['no body', { status: 202, body: '' }, 'the body is not a JSON object'],
  ['an array', { status: 202, body: [] }, 'the body is not a JSON object'],
  ['the body of another service', { status: 202, body: { ok: 1 } }, 'no "id" of type string'],
  [
    'a member of another type',
    { status: 202, body: { ...EXAMPLES.submitted, progress: 'all' } },
    'no "progress" of type object',
  ],
])('refuses %s', async (_name, answer, fault) => {
  for (const error of await refusalsOf(answer)) {
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({ message: expect.stringContaining(fault) });
  }
});

test('the message names the request without secrets, the status and the content type', async () => {
  fake.answers = { 'GET /clusters': { status: 200, body: 'Hello', headers: html } };
  const { api } = createSlipway({ baseUrl: fake.url });
  await expect(api.GET('/clusters', { params: { query: { marker: 'secret' } } })).rejects.toThrow(
    `GET ${fake.url}/clusters was answered with status 200 and content type text/html; charset=utf-8, but not by Slipway: the content type should be application/json.`,
  );
});

test('a read follows a redirect, and the answer is checked too', async () => {
  const moved = (location: string) => ({ status: 301, body: '', headers: { location } });
  fake.answers = {
    'GET /operations/a': moved('/operations/b'),
    'GET /operations/b': { status: 200, body: EXAMPLES.running },
    'GET /operations/c': moved('/clusters'),
    'GET /clusters': { status: 200, body: { items: [] } },
  };
  const { api } = createSlipway({ baseUrl: fake.url });
  const read = (operationId: string) =>
    api.GET('/operations/{operationId}', { params: { path: { operationId } } });
  expect(orThrow(await read('a')).id).toBe(EXAMPLES.running.id);
  await expect(read('c')).rejects.toThrow('no "id" of type string');
});

test('errors pass, whoever has made them', async () => {
  fake.answers = { 'GET /clusters': { status: 502, body: 'Bad gateway', headers: html } };
  const { response } = await createSlipway({ baseUrl: fake.url }).api.GET('/clusters');
  expect(response.status).toBe(502);
});
