/** What is read of payloads that forges have sent. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { githubWebhooks } from '../../api/webhooks/github.ts';
import { gitlabWebhooks } from '../../api/webhooks/gitlab.ts';
import { repositoryKey } from '../../contract/repository-key.ts';
import { GITLAB_MERGE_REQUEST, GITLAB_PUSH } from '../support/webhooks/gitlab-payloads.ts';

const require = createRequire(import.meta.url);
const eventsSchema = z.array(
  z.object({
    name: z.string(),
    examples: z.array(z.looseObject({ action: z.string().optional() })),
  }),
);

/** GitHub's own examples, of its service and of the servers that it sells. */
const VERSIONS = ['api.github.com', 'ghes-31', 'ghes-32', 'ghes-33', 'ghes-34', 'ghes-35'];
function examplesOf(version: string) {
  return eventsSchema.parse(require(`@octokit/webhooks-examples/${version}/index.json`));
}

const readGithub = (event: string, payload: unknown) =>
  githubWebhooks.read({ 'x-github-event': event }, payload);

describe.each(VERSIONS)('%s', (version) => {
  test('every event is read or ignored', () => {
    const kinds = new Set<string>();
    for (const { name, examples } of examplesOf(version)) {
      for (const payload of examples) {
        const received = readGithub(name, payload);
        if ('ignored' in received) continue;
        kinds.add(`${name} ${payload.action ?? ''}`.trim());
        const { repository, event } = received;
        expect(repository.path).toMatch(/^[\w-]+\/[\w-]+$/);
        expect(repository.keys).toEqual([`${repository.host}/${repository.path}`.toLowerCase()]);
        expect(event).toMatchObject(
          event.kind === 'push' ? { commit: payload['after'] } : { number: payload['number'] },
        );
      }
    }
    const planned = ['pull_request reopened', 'pull_request synchronize', 'push'];
    const expected = version === 'api.github.com' ? planned : [];
    expect([...kinds]).toEqual(expect.arrayContaining(['pull_request opened', ...expected]));
    expect([...kinds].filter((kind) => /closed|labeled|assigned/.test(kind))).toEqual([]);
  });
});

const push = examplesOf('api.github.com')
  .flatMap(({ name, examples }) => (name === 'push' ? examples : []))
  .find(({ ref }) => ref === 'refs/heads/master');
const pull = examplesOf('api.github.com')
  .flatMap(({ name, examples }) => (name === 'pull_request' ? examples : []))
  .find(({ action }) => action === 'opened');

describe('a push to GitHub', () => {
  const commit = (...files: string[]) => ({ added: files, modified: [], removed: [] });

  test.each([
    [{ ref: 'refs/tags/v1' }, 'not to a branch'],
    [{ after: '0'.repeat(40), deleted: true }, 'was deleted'],
  ])('with %j is ignored', (more, reason) => {
    expect(readGithub('push', { ...push, ...more })).toEqual({
      ignored: expect.stringContaining(reason),
    });
  });

  test('names the folders of its files, if all are listed', () => {
    const foldersOf = (commits: unknown) => {
      const received = readGithub('push', { ...push, commits });
      return 'event' in received && received.event.kind === 'push'
        ? received.event.folders
        : 'none';
    };
    expect(foldersOf([commit('main.tf', 'a/b/c.tf'), commit('a/b/d.tf')])).toEqual(['', 'a/b']);
    expect(foldersOf([])).toBeUndefined();
    expect(foldersOf(Array.from({ length: 2048 }, () => commit('main.tf')))).toBeUndefined();
    const many = Array.from({ length: 501 }, (_none, index) => `folder-${index}/main.tf`);
    expect(foldersOf([commit(...many)])).toBeUndefined();
  });

  test.each([
    ['after', 'no commit'],
    ['ref', 7],
    ['repository', { full_name: 'a/b' }],
  ])('without a proper %s is refused', (field, value) => {
    expect(() => readGithub('push', { ...push, [field]: value })).toThrow(`/${field}`);
  });
});

test('a pull request of GitHub whose base has changed is planned, and another edit is not', () => {
  const edited = (changes: object) =>
    readGithub('pull_request', { ...pull, action: 'edited', changes });
  expect(edited({ title: { from: 'x' } })).toHaveProperty('ignored');
  expect(edited({ base: { ref: { from: 'next' } } })).toMatchObject({
    event: { kind: 'pull_request', number: pull?.['number'] },
  });
});

describe('GitLab', () => {
  const read = (event: string, payload: unknown) =>
    gitlabWebhooks.read({ 'x-gitlab-event': event }, payload);
  const repository = {
    keys: ['example.com/mike/diaspora'],
    host: 'example.com',
    path: 'mike/diaspora',
    defaultBranch: 'master',
  };

  test('a push is read; its files only count if all commits are listed', () => {
    const commit = GITLAB_PUSH.after;
    const event = { kind: 'push', branch: 'master', commit };
    expect(read('Push Hook', GITLAB_PUSH)).toEqual({ repository, event });
    const whole = { ...GITLAB_PUSH, total_commits_count: 2 };
    const folders = ['', 'app/controller'];
    expect(read('Push Hook', whole)).toEqual({ repository, event: { ...event, folders } });
  });

  test.each([
    [{ after: '0'.repeat(40) }, 'was deleted'],
    [{ ref: 'refs/tags/v1' }, 'not to a branch'],
  ])('a push with %j is ignored', (more, reason) => {
    expect(read('Push Hook', { ...GITLAB_PUSH, ...more })).toEqual({
      ignored: expect.stringContaining(reason),
    });
  });

  const readMergeRequest = (attributes: object, changes: object = {}) =>
    read('Merge Request Hook', {
      ...GITLAB_MERGE_REQUEST,
      object_attributes: { ...GITLAB_MERGE_REQUEST.object_attributes, ...attributes },
      changes,
    });

  test.each([
    [{ action: 'open' }, {}],
    [{ action: 'reopen' }, {}],
    [{ action: 'update', oldrev: GITLAB_PUSH.before }, {}],
    [{ action: 'update' }, { target_branch: { previous: 'a', current: 'b' } }],
  ])('a merge request with %j and the changes %j is planned', (attributes, changes) => {
    const event = { kind: 'pull_request', number: 1 };
    expect(readMergeRequest(attributes, changes)).toEqual({ repository, event });
  });

  test.each([
    [{ action: 'update' }, { title: { previous: 'a', current: 'b' } }],
    [{ action: 'merge' }, {}],
    [{ action: 'approved' }, {}],
  ])('a merge request with %j and the changes %j is ignored', (attributes, changes) => {
    expect(readMergeRequest(attributes, changes)).toHaveProperty('ignored');
  });

  test.each(['Tag Push Hook', 'Pipeline Hook', '__proto__', ''])('"%s" is ignored', (name) => {
    expect(read(name, GITLAB_PUSH)).toHaveProperty('ignored');
  });
});

test.each([
  ['https://github.com/Acme/Infra.git', 'github.com/acme/infra'],
  ['https://user:password@github.com/acme/infra', 'github.com/acme/infra'],
  ['https://github.com/acme/infra/', 'github.com/acme/infra'],
  ['git@github.com:acme/infra.git', 'github.com/acme/infra'],
  ['ssh://git@git.example.com:2222/acme/infra.git', 'git.example.com/acme/infra'],
  ['https://git.example.com:8443/acme/team/infra.git', 'git.example.com:8443/acme/team/infra'],
  ['file:///srv/Git/infra.git', '/srv/git/infra'],
  ['https://github.com/', undefined],
  ['./infra', undefined],
  ['no url', undefined],
  ['', undefined],
])('%s is the repository %s', (url, key) => {
  expect(repositoryKey(url)).toBe(key);
});
