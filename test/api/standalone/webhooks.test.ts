/** Who may send webhooks, and what is answered. */
import { sign } from '@octokit/webhooks-methods';
import { beforeEach, expect, test } from 'vitest';
import { githubWebhooks } from '../../../api/webhooks/github.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import type { Delivery, Repository } from '../../../contract/temporal/repository-events.ts';
import { startLoneApi } from '../../support/api/lone-api.ts';
import { GITLAB_MERGE_REQUEST, GITLAB_PUSH } from '../../support/webhooks/gitlab-payloads.ts';

const SECRET = "It's a Secret to Everybody";
const NEW_SECRET = 'the next one';
const COMMIT = '6113728f27ae82c7b1a177c8d03f9e96e0adf246';
const PUSH = JSON.stringify({
  ref: 'refs/heads/main',
  after: COMMIT,
  commits: [],
  repository: {
    clone_url: 'https://github.com/acme/infra.git',
    ssh_url: 'git@github.com:acme/infra.git',
    full_name: 'acme/infra',
    default_branch: 'main',
  },
});

let secrets: string[];
let accepted: [string, Repository, Delivery][];
let failure: Error | undefined;
beforeEach(() => {
  secrets = [SECRET];
  accepted = [];
  failure = undefined;
});

const { api } = startLoneApi('/api/v1', {
  webhookSecrets: async (organizationId) => (organizationId === 'local' ? secrets : []),
  more: {
    async acceptDelivery({ organizationId }, forge, repository, delivery) {
      if (failure !== undefined) throw failure;
      accepted.push([`${organizationId}/${forge}`, repository, delivery]);
    },
  },
});

async function github(body: string, more: Record<string, string> = {}, secret = SECRET) {
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': await sign(secret, body),
    ...more,
  };
  return api.send('POST', '/api/v1/webhooks/github', { body: Buffer.from(body), headers });
}

function gitlab(payload: object, more: Record<string, string> = {}) {
  const headers = { 'content-type': 'application/json', 'x-gitlab-token': SECRET, ...more };
  const body = Buffer.from(JSON.stringify(payload));
  return api.send('POST', '/api/v1/webhooks/gitlab', { body, headers });
}

test("GitHub's own example of a signature is right, and only that", async () => {
  const body = Buffer.from('Hello, World!');
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const check = (given: string, of = body) =>
    githubWebhooks.isAuthentic({ 'x-hub-signature-256': given }, of, [SECRET]);
  expect(await check(signature)).toBe(true);
  expect(await check(signature.replace('757107', '757108'))).toBe(false);
  expect(await check(signature.slice('sha256='.length))).toBe(false);
  expect(await check('sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59')).toBe(false);
  expect(await check('')).toBe(false);
  expect(await check(signature, Buffer.from('Hello, World?'))).toBe(false);
  expect(await check(signature, Buffer.alloc(0))).toBe(false);
  // Bytes that are not UTF-8 have no text to verify.
  expect(await check(await sign(SECRET, '\uFFFD'), Buffer.from([0xff]))).toBe(false);
});

test('a signed push is accepted, with only the fields that are needed', async () => {
  const answer = await github(PUSH);
  const deliveryId = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
  expect(answer).toMatchObject({ status: 200, body: { deliveryId, status: 'accepted' } });
  const repository = {
    keys: ['github.com/acme/infra'],
    host: 'github.com',
    path: 'acme/infra',
    defaultBranch: 'main',
  };
  const event = { kind: 'push', branch: 'main', commit: COMMIT };
  expect(accepted).toEqual([['local/github', repository, { id: deliveryId, event }]]);
});

test('while a secret is changed, both are right', async () => {
  secrets = [SECRET, NEW_SECRET];
  expect((await github(PUSH, {}, NEW_SECRET)).status).toBe(200);
  expect((await github(PUSH)).status).toBe(200);
  expect((await gitlab(GITLAB_PUSH, { 'x-gitlab-token': NEW_SECRET })).status).toBe(200);
});

test.each([
  ['another secret', {}, 'another secret'],
  ['no signature', { 'x-hub-signature-256': '' }, SECRET],
  ['the old kind of signature', { 'x-hub-signature-256': 'sha1=00' }, SECRET],
])('GitHub with %s is refused before anything is parsed', async (_what, headers, secret) => {
  const answer = await github('{ no JSON', headers, secret);
  expect(answer).toMatchObject({ status: 403, body: { code: 'invalid_signature' } });
  expect(accepted).toEqual([]);
});

test.each(['', 'wrong', `${SECRET}x`, SECRET.slice(1), SECRET.toLowerCase()])(
  'GitLab with the token "%s" is refused',
  async (token) => {
    const answer = await gitlab(GITLAB_PUSH, { 'x-gitlab-token': token });
    expect(answer).toMatchObject({ status: 403, body: { code: 'invalid_signature' } });
    expect(accepted).toEqual([]);
  },
);

test('without a secret there is no webhook', async () => {
  secrets = [];
  for (const answer of [await github(PUSH), await gitlab(GITLAB_PUSH)]) {
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
});

test('GitLab names a delivery by its key, its event, or not at all', async () => {
  const ids = async (headers: Record<string, string>) => {
    await gitlab(GITLAB_MERGE_REQUEST, { 'x-gitlab-event': 'Merge Request Hook', ...headers });
    return accepted.at(-1)?.[2].id;
  };
  expect(await ids({ 'idempotency-key': 'a', 'x-gitlab-event-uuid': 'b' })).toBe('a');
  expect(await ids({ 'x-gitlab-event-uuid': 'b' })).toBe('b');
  expect(await ids({ 'idempotency-key': '../x y' })).toMatch(/^[0-9a-f]{64}$/);
  expect(await ids({})).toBe(await ids({}));
});

test.each([
  [{ 'x-github-event': 'ping' }, 'The webhook works.'],
  [{ 'x-github-event': 'issues' }, 'Only pushes and pull requests are used.'],
])('%j is ignored, with the reason', async (headers, reason) => {
  const answer = await github('{}', headers);
  expect(answer).toMatchObject({ status: 200, body: { status: 'ignored', reason } });
  expect(accepted).toEqual([]);
});

test('faults of signed requests are named', async () => {
  const status = async (body: string, headers = {}) => {
    const answer = await github(body, headers);
    return [answer.status, (answer.body as { code: string }).code];
  };
  expect(await status('{ no JSON')).toEqual([400, 'malformed_json']);
  expect(await status('{}')).toEqual([422, 'invalid_request']);
  expect(await status(PUSH, { 'content-type': 'application/x-www-form-urlencoded' })).toEqual([
    415,
    'unsupported_media_type',
  ]);
  expect(await status(' '.repeat(5 * 1024 * 1024 + 1))).toEqual([413, 'payload_too_large']);
  expect(await status(PUSH, { 'content-encoding': 'gzip' })).toEqual([
    415,
    'unsupported_media_type',
  ]);
});

test('a delivery that Temporal cannot store is not accepted', async () => {
  failure = new RequestError('temporal_unavailable', 'Temporal does not answer.', {
    retryAfter: 2,
  });
  expect(await github(PUSH)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
});

test('only POST is offered, and not to pages of other sites', async () => {
  expect(await api.get('/api/v1/webhooks/github')).toMatchObject({ status: 405 });
  const answer = await github(PUSH, { origin: 'https://evil.example' });
  expect(answer).toMatchObject({ status: 403, body: { code: 'cross_site_request' } });
  expect(accepted).toEqual([]);
});
