/** What follows from events of a repository, with a fake service and a fake forge. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SourceCommands, SourceSubject } from '../../activities/webhooks/source-commands.ts';
import { webhookActivities } from '../../activities/webhooks/webhooks.ts';
import type { Operation, ProgressResource } from '../../contract/operations/operation.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Deployment } from '../../contract/resources/deployment.ts';
import type { CommitReport } from '../../contract/temporal/repository-events.ts';
import type { Forge, PullRequest } from '../../forges/forge.ts';
import { combined } from '../../workflows/webhooks/combined.ts';

const COMMIT = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7';
const OLDER = '95790bf891e76fee5e1747ab589903a6a1f80f22';
const UID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const OPERATION = '01M85ZVC0FWGZ5V2BRCVY6G1ZZ';
const repository = {
  keys: ['github.com/acme/infra'],
  host: 'github.com',
  path: 'acme/infra',
  defaultBranch: 'main',
};
const subject: SourceSubject = {
  organizationId: 'acme',
  forge: 'github',
  repository,
  deployment: { name: 'web', uid: UID, onPush: 'apply' },
};

/** A deployment that follows the repository. */
function deployment(more: object = {}, git: object = {}): Deployment {
  return {
    id: 'web',
    name: 'web',
    uid: UID,
    organizationId: 'acme',
    status: 'active',
    outputs: {},
    operationId: OPERATION,
    createdAt: '2026-11-24T05:18:36.480Z',
    updatedAt: '2026-11-24T05:18:36.480Z',
    spec: {
      variables: {},
      secrets: {},
      environment: {},
      engine: 'opentofu',
      confirm: 'auto',
      onFailure: 'retain',
      targets: [],
      forgeToken: 'forge-token',
      source: {
        sha256: '0'.repeat(64),
        files: ['main.tf'],
        git: { url: 'git@github.com:Acme/Infra.git', ref: 'main', commit: OLDER, ...git },
      },
      ...more,
    },
  } as unknown as Deployment;
}

const resource = (operation: ProgressResource['operation'], name = 'it'): ProgressResource => ({
  urn: `urn:slipway:acme:deployments:web:random_id/${name}`,
  type: 'random_id',
  name,
  operation,
  status: operation === 'same' ? 'unchanged' : 'pending',
});

function operationWith(resources: ProgressResource[], more: object = {}): Operation {
  const progress = { stage: 'planning', message: '', resources, summary: {} };
  return { id: OPERATION, status: 'pending', progress, ...more } as unknown as Operation;
}

let records: Deployment[];
let pull: PullRequest;
let folders: string[] | undefined;
let statuses: [string, string, CommitReport][];
let comments: [number, string, string][];
let calls: string[];
let answers: Partial<SourceCommands>;
let secret: string | undefined;
beforeEach(() => {
  records = [deployment()];
  pull = { isOpen: true, isFork: false, base: 'main', commit: COMMIT };
  folders = ['modules/net'];
  statuses = [];
  comments = [];
  calls = [];
  answers = {};
  secret = undefined;
});

const forge: Forge = {
  pullRequest: async () => pull,
  changedFolders: async () => folders,
  async setStatus(commit, name, report) {
    statuses.push([commit, name, report]);
  },
  async putComment(number, marker, text) {
    comments.push([number, marker, text]);
    return 'https://github.com/acme/infra/pull/7#issuecomment-1';
  },
};

const activities = webhookActivities({
  webhooks: {
    sources: {
      deployments: async () => records,
      deployment: async (_organizationId, name) => records.find((record) => record.name === name),
      async preview(request, commit) {
        calls.push(`preview ${request.name} ${commit}`);
        if (answers.preview) return answers.preview(request, commit);
        return operationWith([resource('create'), resource('same', 'other')]);
      },
      async refresh(request, key) {
        calls.push(`refresh ${request.forge} ${request.name} ${key}`);
        return answers.refresh ? answers.refresh(request, key) : { id: OPERATION };
      },
      operation: async (request, id) => answers.operation?.(request, id) ?? operationWith([]),
      pageOf: (id) => `https://slipway.example/ui/operations/${id}`,
    },
    openForge({ host, repository: path, token }) {
      calls.push(`open ${host} ${path} with ${token}`);
      return forge;
    },
    readSecret: async (organizationId, name) => secret ?? `the-${name}-of-${organizationId}`,
  },
});

/** Runs an activity. Resolves to its answer, or to the code of its failure and whether Temporal tries again. */
async function run<Answer>(activity: () => Promise<Answer>): Promise<Answer | string> {
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  try {
    return (await environment.run(activity)) as Answer;
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return `${error.type}${error.nonRetryable ? '' : ', again'}`;
  }
}

describe('the deployments of a repository', () => {
  const find = (event: Parameters<typeof activities.findSources>[0]['event']) =>
    run(() => activities.findSources({ organizationId: 'acme', repository, event }));
  const push = (branch: string) => find({ kind: 'push', branch, commit: COMMIT });
  const request = () => find({ kind: 'pull_request', number: 7 });
  const found = (onPush: string) => [{ name: 'web', uid: UID, onPush }];

  test('follow a push only if they say so, and only to their branch', async () => {
    expect(await push('main')).toEqual([]);
    records = [deployment({ onPush: 'apply' })];
    expect(await push('main')).toEqual(found('apply'));
    expect(await push('next')).toEqual([]);
    records = [deployment({ onPush: 'plan' }, { ref: 'refs/heads/release/1' })];
    expect(await push('release/1')).toEqual(found('plan'));
    records = [deployment({ onPush: 'apply' }, { ref: undefined })];
    expect(await push('main')).toEqual(found('apply'));
    expect(await push('next')).toEqual([]);
    records = [deployment({ onPush: 'ignore' })];
    expect(await push('main')).toEqual([]);
  });

  test('are planned for a pull request unless they say otherwise, or have no token', async () => {
    expect(await request()).toEqual(found('ignore'));
    records = [deployment({ onPullRequest: 'ignore' })];
    expect(await request()).toEqual([]);
    records = [deployment({ forgeToken: undefined })];
    expect(await request()).toEqual([]);
  });

  test.each(['https://github.com/acme/other', 'https://gitlab.com/acme/infra', './infra'])(
    'are not those of %s',
    async (url) => {
      records = [deployment({ onPush: 'apply' }, { url })];
      expect(await push('main')).toEqual([]);
      expect(await request()).toEqual([]);
    },
  );
});

describe('a pull request', () => {
  const opened = () => run(() => activities.openPullRequest({ ...subject, number: 7 }));
  const planned = { isPlanned: true, commit: COMMIT };
  const shown = () => statuses.map(([commit, name, { state }]) => [commit, name, state]);

  test('is planned at its latest commit', async () => {
    expect(await opened()).toEqual(planned);
    expect(shown()).toEqual([[COMMIT, 'slipway/acme/web', 'pending']]);
    expect(calls).toEqual(['open github.com acme/infra with the-forge-token-of-acme']);
  });

  test.each(['-----BEGIN OPENSSH PRIVATE KEY-----\nabc', 'two words', ''])(
    'sends no secret that is not a token: %j',
    async (text) => {
      secret = text;
      expect(await opened()).toBe('forge_token_invalid');
      expect(calls).toEqual([]);
    },
  );

  test('from a fork is not planned, and its commit says why', async () => {
    pull = { ...pull, isFork: true };
    expect(await opened()).toEqual({ isPlanned: false });
    expect(statuses).toEqual([
      [COMMIT, 'slipway/acme/web', expect.objectContaining({ state: 'canceled' })],
    ]);
    expect(statuses[0]?.[2].description).toMatch(/from a fork/);
  });

  test.each([[{ isOpen: false }], [{ base: 'next' }]])('with %j is left alone', async (more) => {
    pull = { ...pull, ...more };
    expect(await opened()).toEqual({ isPlanned: false });
    expect(statuses).toEqual([]);
  });

  test('that changes no file of the module is not planned', async () => {
    records = [deployment({}, { path: 'envs/prod' })];
    expect(await opened()).toEqual({ isPlanned: false });
    expect(statuses[0]?.[2]).toEqual({
      state: 'success',
      description: 'No file in envs/prod changes.',
    });
    for (const more of [['envs/prod'], ['envs/prod/files', ''], undefined]) {
      folders = more;
      expect(await opened()).toEqual(planned);
    }
    folders = ['envs/production', 'envs'];
    expect(await opened()).toEqual({ isPlanned: false });
  });

  test('of a deployment that is gone, or was made anew, is left alone', async () => {
    records = [];
    expect(await opened()).toEqual({ isPlanned: false });
    records = [{ ...deployment(), uid: OPERATION }];
    expect(await opened()).toEqual({ isPlanned: false });
    expect(statuses).toEqual([]);
  });

  test('shows the plan in one comment, to which the status leads', async () => {
    const plan = await activitiesPlan();
    await run(() => activities.reportPlan({ ...subject, number: 7, commit: COMMIT, plan }));
    expect(statuses).toEqual([
      [
        COMMIT,
        'slipway/acme/web',
        {
          state: 'success',
          description: 'Plan: 1 to add, 0 to change, 0 to destroy.',
          url: 'https://github.com/acme/infra/pull/7#issuecomment-1',
        },
      ],
    ]);
    const [[number, marker, text] = []] = comments;
    expect([number, marker]).toEqual([7, expect.stringMatching(/^slipway:[0-9a-f]{64}$/)]);
    expect(marker).not.toContain(UID);
    expect(text).toContain('+   random_id it');
    expect(text).not.toContain('other');
  });
});

async function activitiesPlan() {
  const plan = await run(() => activities.planSource({ ...subject, commit: COMMIT }));
  if (typeof plan === 'string') throw new Error(plan);
  return plan;
}

describe('a speculative plan', () => {
  test.each([
    [[], 'no changes'],
    [[resource('same')], 'no changes'],
    [
      [resource('replace'), resource('update'), resource('delete')],
      '1 to add, 1 to change, 2 to destroy',
    ],
    [
      [resource('import'), resource('move'), resource('forget')],
      '0 to add, 0 to change, 0 to destroy, 1 to import, 1 to move, 1 to forget',
    ],
  ])('counts the changes %#', async (resources, words) => {
    answers.preview = async () => operationWith(resources);
    const { report } = await activitiesPlan();
    expect(report).toEqual({ state: 'success', description: `Plan: ${words}.` });
  });

  test('that the module makes impossible is a result', async () => {
    const message = 'main.tf, line 3: there is no variable `x`';
    answers.preview = () => Promise.reject(new RequestError('invalid_request', message));
    const { report, text } = await activitiesPlan();
    expect(report).toEqual({ state: 'failure', description: 'The plan failed: invalid_request.' });
    expect(text).toContain("main.tf, line 3: there is no variable 'x'");
  });

  test.each(['no_worker', 'temporal_unavailable', 'cloud_unavailable'] as const)(
    'is made again after %s',
    async (code) => {
      answers.preview = () => Promise.reject(new RequestError(code, 'Not now.'));
      expect(await run(() => activities.planSource({ ...subject, commit: COMMIT }))).toBe(
        `${code}, again`,
      );
    },
  );

  test('shows names and messages so that they do nothing at the forge', async () => {
    const name = 'a["```\n/merge @everyone <img src=x>"]';
    answers.preview = async () => operationWith([resource('create', name)]);
    const { text } = await activitiesPlan();
    const block = text.split('```text\n')[1]?.split('\n```')[0] ?? '';
    expect(block.split('\n').every((line) => line.startsWith('    '))).toBe(true);
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text.split('\n').some((line) => line.startsWith('/'))).toBe(false);
    answers.preview = () =>
      Promise.reject(new RequestError('invalid_request', 'no\n```\n/close\r\n/merge'));
    const fault = await activitiesPlan();
    expect(fault.text.match(/```/g)).toHaveLength(2);
    expect(fault.text.split('\n').some((line) => line.startsWith('/'))).toBe(false);
  });

  test('of many resources has a comment of a bounded size', async () => {
    const many = Array.from({ length: 1_000 }, () => resource('create', 'x'.repeat(128)));
    answers.preview = async () => operationWith(many);
    const { text, report } = await activitiesPlan();
    expect(report.description).toContain('1000 to add');
    expect(text).toContain('and 800 more');
    expect(text.length).toBeLessThan(60_000);
  });
});

describe('a push', () => {
  const event = { kind: 'push' as const, branch: 'main', commit: COMMIT };
  const start = (more: object = {}, waits = false) =>
    run(() =>
      activities.startPush({
        ...subject,
        deliveryId: 'delivery',
        event: { ...event, ...more },
        ...(waits && { waits: true as const }),
      }),
    );

  test('starts one operation, whose key is that of the delivery', async () => {
    expect(await start()).toEqual({ operationId: OPERATION });
    expect(await start()).toEqual({ operationId: OPERATION });
    const refreshed = `refresh github web delivery/${UID}`;
    expect(calls).toEqual([refreshed, refreshed]);
  });

  test('that changes no file of the module starts nothing', async () => {
    records = [deployment({}, { path: 'envs/prod' })];
    expect(await start({ folders: ['envs/test'] })).toEqual({
      report: { state: 'success', description: 'No file in envs/prod changes.' },
    });
    expect(calls).toEqual([]);
    expect(await start()).toMatchObject({ operationId: OPERATION });
  });

  test('says for whom it waits, and then waits', async () => {
    answers.refresh = () =>
      Promise.reject(
        new RequestError('resource_busy', 'Busy.', { conflictingOperationId: OPERATION }),
      );
    expect(await start()).toEqual({ waitsFor: OPERATION });
    expect(await start({}, true)).toBe('waiting, again');
  });

  test('that is refused says so', async () => {
    answers.refresh = () => Promise.reject(new RequestError('invalid_request', 'A secret thing.'));
    expect(await start()).toEqual({
      report: { state: 'failure', description: 'The push could not be applied: invalid_request.' },
    });
    answers.refresh = () => Promise.reject(new RequestError('temporal_unavailable', 'Away.'));
    expect(await start()).toBe('temporal_unavailable, again');
  });

  test('needs no token to be applied; the commit then shows nothing', async () => {
    records = [deployment({ forgeToken: undefined })];
    expect(await start()).toMatchObject({ operationId: OPERATION });
    const report: CommitReport = { state: 'success', description: 'Applied.' };
    await run(() => activities.reportCommit({ ...subject, commit: COMMIT, report }));
    expect(statuses).toEqual([]);
  });

  test.each([
    [{ status: 'succeeded' }, true, 'success', 'Applied: 0 added, 0 changed, 0 destroyed.'],
    [
      { status: 'canceled', error: { code: 'plan_discarded' } },
      true,
      'canceled',
      'Canceled: plan_discarded.',
    ],
    [
      { status: 'failed', error: { code: 'resource_failed', message: 'with a secret' } },
      true,
      'failure',
      'Failed: resource_failed.',
    ],
    [{ status: 'running' }, false, 'pending', 'Planning.'],
  ])('is followed by its operation: %j', async (more, isOver, state, description) => {
    answers.operation = async () => operationWith([], more);
    const url = `https://slipway.example/ui/operations/${OPERATION}`;
    const seen = await run(() =>
      activities.followOperation({ ...subject, operationId: OPERATION, known: '' }),
    );
    expect(seen).toEqual({
      isOver,
      hasLostClaim: false,
      known: ` ${state} ${description}`,
      report: { state, description, url },
    });
    const known = ` ${state} ${description}`;
    expect(
      await run(() => activities.followOperation({ ...subject, operationId: OPERATION, known })),
    ).toBe('waiting, again');
  });

  test('of a commit that the deployment has is followed, and not applied again', async () => {
    records = [deployment({}, { commit: COMMIT })];
    expect(await start()).toEqual({ operationId: OPERATION });
    expect(calls).toEqual([]);
    records = [{ ...deployment({}, { commit: COMMIT }), status: 'failed' }];
    await start();
    expect(calls).toHaveLength(1);
  });

  test('whose operation came too late is applied again', async () => {
    const more = { status: 'failed', error: { code: 'resource_busy' } };
    answers.operation = async () => operationWith([], more);
    const seen = await run(() =>
      activities.followOperation({ ...subject, operationId: OPERATION, known: '' }),
    );
    expect(seen).toMatchObject({ hasLostClaim: true });
  });

  test('is reported at the commit that its operation applies', async () => {
    const applying = operationWith([], { status: 'running' });
    applying.progress.commit = OLDER;
    answers.operation = async () => applying;
    const seen = await run(() =>
      activities.followOperation({
        ...subject,
        operationId: OPERATION,
        known: ' pending Planning.',
      }),
    );
    expect(seen).toMatchObject({ commit: OLDER, report: { state: 'pending' } });
  });

  test('that waits for a confirmation says what it would do', async () => {
    const waiting = operationWith([resource('create'), resource('update')], {
      status: 'awaiting_confirmation',
    });
    answers.operation = async () => waiting;
    const seen = await run(() =>
      activities.followOperation({ ...subject, operationId: OPERATION, known: '' }),
    );
    expect(seen).toMatchObject({
      isOver: false,
      report: {
        description: 'Plan: 1 to add, 1 to change, 0 to destroy. Waits for its confirmation.',
      },
    });
  });
});

describe('events that wait together become one', () => {
  const push = (id: string, changed?: string[]) => ({
    id,
    event: {
      kind: 'push' as const,
      branch: 'main',
      commit: id,
      ...(changed && { folders: changed }),
    },
  });

  test('the newest push, with the changes of all', () => {
    expect(combined(undefined, push('a', ['x']))).toEqual(push('a', ['x']));
    expect(combined(push('a', ['x', 'y']), push('b', ['y', 'z']))).toEqual(
      push('b', ['x', 'y', 'z']),
    );
    expect(combined(push('a'), push('b', ['z']))).toEqual(push('b'));
    expect(combined(push('a', ['x']), push('b'))).toEqual(push('b'));
  });

  test('the newest event of a pull request', () => {
    const event = { kind: 'pull_request' as const, number: 7 };
    expect(combined({ id: 'a', event }, { id: 'b', event })).toEqual({ id: 'b', event });
  });
});
