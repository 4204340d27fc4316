/** The requests to GitHub and GitLab, against a fake that knows what their APIs accept. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FORGES, type ForgeName } from '../../contract/temporal/repository-events.ts';
import { ForgeError, type Forge } from '../../forges/forge.ts';
import { createForges, usualApiUrl } from '../../forges/open-forge.ts';
import { startFakeForge, type FakeForge } from '../support/webhooks/fake-forge.ts';

const TOKEN = 'a-token-of-the-forge';
const COMMIT = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7';
const MARKER = 'slipway:0123456789abcdef';

let fake: FakeForge;
afterEach(async () => {
  await fake.close();
});

function open(forge: ForgeName, token = TOKEN): Forge {
  const openForge = createForges({ apiUrls: new Map([['forge', fake.url]]), now: () => 0 });
  const { signal } = new AbortController();
  return openForge({ forge, host: 'forge', repository: 'acme/infra', token, signal });
}

async function faultOf(call: Promise<unknown>): Promise<ForgeError> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (error instanceof ForgeError) return error;
  throw new Error('the call should have failed');
}

describe.each(FORGES)('%s', (name) => {
  let forge: Forge;
  beforeEach(async () => {
    fake = await startFakeForge(name, TOKEN);
    forge = open(name);
  });

  test('a status is shown at a commit, and a description that is too long is cut', async () => {
    for (const state of ['pending', 'success', 'failure', 'canceled'] as const) {
      await forge.setStatus(COMMIT, 'slipway/acme/web', { state, description: 'x'.repeat(999) });
    }
    const url = 'https://slipway.example/ui/operations/1';
    await forge.setStatus(COMMIT, 'slipway/acme/web', { state: 'success', description: '', url });
    expect(fake.faults).toEqual([]);
    expect(fake.statuses.map((line) => line.split(': ')[0])).toEqual(
      (name === 'github'
        ? ['pending', 'success', 'failure', 'error', 'success']
        : ['running', 'success', 'failed', 'canceled', 'success']
      ).map((state) => `${COMMIT} slipway/acme/web ${state}`),
    );
    expect(fake.statusUrls.at(-1)).toBe(url);
  });

  test('a comment is written once and then replaced, also behind many others', async () => {
    fake.pulls.set(1, { commit: COMMIT, base: 'main' });
    for (let id = 1; id <= 150; id++) fake.comments.push({ id, body: `Comment ${id}` });
    const first = await forge.putComment(1, MARKER, 'The first plan');
    const second = await forge.putComment(1, MARKER, 'The second plan');
    expect(second).toBe(first);
    expect(first).toMatch(/151$/);
    expect(fake.faults).toEqual([]);
    expect(fake.comments).toHaveLength(151);
    expect(fake.comments.at(-1)?.body).toContain('The second plan');
  });

  test('the oldest comment with the marker is the own one', async () => {
    fake.pulls.set(1, { commit: COMMIT, base: 'main' });
    await forge.putComment(1, MARKER, 'A plan');
    const copy = fake.comments[0]?.body ?? '';
    fake.comments.push({ id: 2, body: copy }, { id: 3, body: `Look: ${copy}` });
    await forge.putComment(1, MARKER, 'Another plan');
    expect(fake.comments.map(({ body }) => body.includes('Another'))).toEqual([true, false, false]);
  });

  test.each([
    [{}, { isOpen: true, isFork: false }],
    [{ isOpen: false }, { isOpen: false, isFork: false }],
    [{ isFork: true }, { isOpen: true, isFork: true }],
  ])('a pull request is read: %j', async (more, expected) => {
    fake.pulls.set(7, { commit: COMMIT, base: 'main', ...more });
    expect(await forge.pullRequest(7)).toEqual({ commit: COMMIT, base: 'main', ...expected });
    expect(fake.faults).toEqual([]);
  });

  test('the folders of all changed files are read, or it is known that there are more', async () => {
    const few = Array.from({ length: 150 }, (_none, index) => `modules/m${index % 3}/f${index}.tf`);
    fake.pulls.set(1, { commit: COMMIT, base: 'main', files: ['main.tf', ...few] });
    expect(await forge.changedFolders(1)).toEqual(['', 'modules/m0', 'modules/m1', 'modules/m2']);
    const many = Array.from({ length: 1_500 }, (_none, index) => `f${index}`);
    fake.pulls.set(2, { commit: COMMIT, base: 'main', files: many });
    expect(await forge.changedFolders(2)).toBeUndefined();
    expect(fake.faults).toEqual([]);
  });

  test('a refused token is final, and no message has it', async () => {
    const wrong = open(name, 'another-token');
    const error = await faultOf(
      wrong.setStatus(COMMIT, 'x', { state: 'success', description: '' }),
    );
    expect(error).toMatchObject({ retryable: false, status: 401 });
    expect(error.message).toContain('Bad credentials');
    fake.next.push({ status: 403, body: JSON.stringify({ message: `who is ${TOKEN}?` }) });
    const echo = await faultOf(forge.pullRequest(1));
    expect(echo.message).not.toContain(TOKEN);
    expect(JSON.stringify([error, error.cause, echo, echo.cause])).not.toContain('token');
  });

  test.each([
    [
      { status: 502, body: '<html>' },
      { retryable: true, retryAfterMs: undefined },
    ],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { retryable: true, retryAfterMs: 30_000 },
    ],
    [
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' } },
      { retryable: true, retryAfterMs: 60_000 },
    ],
    [{ status: 403 }, { retryable: false }],
    [{ status: 404 }, { retryable: false }],
    [{ status: 200, body: 'no JSON' }, { retryable: false }],
  ])('an error says whether a later attempt helps: %j', async (answer, expected) => {
    fake.next.push(answer);
    expect(await faultOf(forge.pullRequest(1))).toMatchObject(expected);
  });

  test('a forge that does not answer may do so later', async () => {
    await fake.close();
    expect(await faultOf(forge.pullRequest(1))).toMatchObject({ retryable: true });
  });
});

test('GitLab refuses a status that the commit has already, which is no fault', async () => {
  fake = await startFakeForge('gitlab', TOKEN);
  const message =
    'Cannot transition status via :run from :running (Reason(s): Status cannot transition)';
  fake.next.push({ status: 400, body: JSON.stringify({ message }) });
  await open('gitlab').setStatus(COMMIT, 'x', { state: 'pending', description: '' });
  fake.next.push({ status: 400, body: JSON.stringify({ message: 'something else' }) });
  const other = open('gitlab').setStatus(COMMIT, 'x', { state: 'pending', description: '' });
  expect(await faultOf(other)).toMatchObject({ status: 400 });
});

test('the name of a repository leads nowhere else', async () => {
  fake = await startFakeForge('github', TOKEN);
  const openForge = createForges({ apiUrls: new Map([['forge', fake.url]]), now: () => 0 });
  const { signal } = new AbortController();
  const access = { host: 'forge', token: TOKEN, signal };
  for (const repository of [
    'acme',
    '../user',
    'acme/..',
    'acme/infra/x',
    'acme/infra?x',
    'a b/c',
  ]) {
    expect(() => openForge({ ...access, forge: 'github', repository })).toThrow(ForgeError);
  }
  // A path of GitLab is one encoded part of the URL.
  await faultOf(openForge({ ...access, forge: 'gitlab', repository: '../../user' }).pullRequest(1));
  expect(fake.requests).toEqual(['GET /projects/..%2F..%2Fuser/merge_requests/1']);
});

test.each([
  ['github', 'github.com', 'https://api.github.com'],
  ['github', 'git.example.com:8443', 'https://git.example.com:8443/api/v3'],
  ['github', 'acme.ghe.com', 'https://api.acme.ghe.com'],
  ['gitlab', 'gitlab.com', 'https://gitlab.com/api/v4'],
] as const)('the API of %s at %s is %s', (forge, host, url) => {
  expect(usualApiUrl(forge, host)).toBe(url);
  fake = { close: () => Promise.resolve() } as FakeForge;
});
