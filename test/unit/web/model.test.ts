import { describe, expect, test } from 'vitest';
import { groupsOf } from '../../../web/model/groups.ts';
import { railOf } from '../../../web/model/stages.ts';
import type { Dependencies, Resource, Stage, TimelineItem } from '../../../web/model/types.ts';
import { countsText, fieldLabel, nodeLabel, resourceState } from '../../../web/model/labels.ts';
import { formatAge, formatDuration, formatMoment, ticks } from '../../../web/model/time.ts';

const urn = (name: string) => `urn:slipway:local:clusters:demo:${name}`;

describe('groups', () => {
  const resources = ['vpc/main', 'subnet/a', 'subnet/b', 'iam_role/x'].map((path): Resource => ({
    urn: urn(path),
    type: path.split('/')[0] ?? '',
    name: path.split('/')[1] ?? '',
    operation: 'create',
    status: 'pending',
  }));
  const dependencies: Dependencies = new Map([
    [urn('vpc/main'), []],
    [urn('subnet/a'), [urn('vpc/main')]],
    [urn('subnet/b'), [urn('subnet/a')]],
  ]);
  const shape = (of: ReturnType<typeof groupsOf>) =>
    of.map(({ title, resources: members }) => [title, ...members.map(({ name }) => name)]);

  test('are steps if the dependencies are known', () => {
    expect(shape(groupsOf(resources, dependencies, false))).toEqual([
      ['Step 1 of 3, 2 resources', 'main', 'x'],
      ['Step 2 of 3, 1 resource', 'a'],
      ['Step 3 of 3, 1 resource', 'b'],
    ]);
  });

  test('are in reverse order for a delete', () => {
    expect(shape(groupsOf(resources, dependencies, true)).map(([, first]) => first)).toEqual([
      'b',
      'a',
      'main',
    ]);
  });

  test.each([undefined, new Map()])(
    'are one group in the order of the plan otherwise',
    (unknown) => {
      expect(shape(groupsOf(resources, unknown, false))).toEqual([
        ['4 resources in the order of the plan', 'main', 'a', 'b', 'x'],
      ]);
    },
  );

  test('end if the dependencies have a cycle', () => {
    const circle: Dependencies = new Map([
      [urn('vpc/main'), [urn('subnet/a')]],
      [urn('subnet/a'), [urn('vpc/main')]],
    ]);
    expect(groupsOf(resources, circle, false).flatMap((group) => group.resources)).toHaveLength(4);
  });
});

describe('the rail', () => {
  const summary = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 };
  const createdAt = '2026-01-01T00:00:00.000Z';
  const timeline = (...stages: Stage[]) =>
    stages.map((stage, i): TimelineItem => ({
      sequence: i + 1,
      at: new Date(Date.parse(createdAt) + (i + 1) * 1000).toISOString(),
      type: 'operation.stage',
      message: `Stage ${stage}`,
    }));
  const shape = (of: ReturnType<typeof railOf>) =>
    of.map(({ stage, state }) => `${stage} ${state}`);

  test('shows the expected stages, without the rare ones', () => {
    const progress = { stage: 'provisioning' as const, message: '', resources: [], summary };
    expect(shape(railOf({ status: 'running', createdAt, progress }))).toEqual([
      'queued done',
      'claiming done',
      'validating done',
      'planning done',
      'provisioning current',
      'verifying ahead',
      'finalizing ahead',
      'done ahead',
    ]);
  });

  test('shows at the end the completed stages, their durations, and which one failed', () => {
    const progress = { stage: 'done' as const, message: '', resources: [], summary };
    const gone = timeline(
      'claiming',
      'planning',
      'provisioning',
      'rolling_back',
      'finalizing',
      'done',
    );
    const rail = railOf({ status: 'failed', createdAt, progress }, gone);
    expect(shape(rail)).toEqual([
      'queued done',
      'claiming done',
      'planning done',
      'provisioning failed',
      'rolling_back done',
      'finalizing done',
    ]);
    expect(rail.map(({ duration }) => duration)).toEqual(rail.map(() => 1000));
  });

  test('a rollback that has left something behind has failed', () => {
    const progress = { stage: 'done' as const, message: '', resources: [], summary };
    const gone = timeline('claiming', 'provisioning', 'rolling_back', 'done');
    const error = {
      code: 'cleanup_failed',
      message: 'it failed',
      errorType: 'provider' as const,
      details: { retryable: true, survivors: [urn('vpc/main')] },
    };
    expect(shape(railOf({ status: 'failed', createdAt, progress, error }, gone))).toContain(
      'rolling_back failed',
    );
  });

  test('marks the failed stage of an operation without a rollback', () => {
    const progress = { stage: 'done' as const, message: '', resources: [], summary };
    const gone = timeline('claiming', 'finalizing', 'done');
    expect(shape(railOf({ status: 'failed', createdAt, progress }, gone))).toEqual([
      'queued done',
      'claiming failed',
      'finalizing done',
    ]);
  });
});

describe('labels', () => {
  test.each([
    [-5, '0.0 s'],
    [840, '0.8 s'],
    [9_990, '10.0 s'],
    [12_400, '12 s'],
    [59_700, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ])('%d ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  test.each([
    [-5, 'just now'],
    [30_000, '30 s ago'],
    [90_000, '1 min ago'],
    [86_400_000, '1 day ago'],
    [200_000_000, '2 days ago'],
  ])('%d ms ago is %s', (ms, words) => {
    expect(formatAge(ms)).toBe(words);
  });

  test('a URN is shown as type and name', () => {
    expect(nodeLabel(urn('control_plane/main'))).toBe('control plane main');
  });

  test.each([
    ['terraform_data/piece.0', 'terraform_data.piece[0]'],
    ['random_id/id', 'random_id.id'],
    ['aws_vpc/main.eu', 'aws_vpc.main.eu'],
    ['random_id/module.net.0.a.12', 'module.net[0].a[12] (random_id)'],
    ['aws_ami/data.latest', 'data.latest (aws_ami)'],
  ])('a resource of a module has its address: %s', (path, label) => {
    expect(nodeLabel(`urn:slipway:local:deployments:web:${path}`)).toBe(label);
  });

  test('a time is shown in the time zone of the reader', () => {
    const text = formatMoment('2026-11-24T05:18:25.000Z');
    const local = new Date('2026-11-24T05:18:25.000Z');
    expect(text).toContain(`${String(local.getHours()).padStart(2, '0')}:18:25`);
    expect(text).toMatch(/2[345] Nov 2026/);
  });

  test('an unknown state is shown unchanged', () => {
    const unknown = { operation: 'create', status: 'resting' } as unknown as Resource;
    expect(resourceState(unknown)).toBe('resting');
    expect(resourceState({ operation: 'delete', status: 'running' })).toBe('deleting');
  });

  test('a pending resource of an ended operation was not started', () => {
    const waiting = { operation: 'create', status: 'pending' } as const;
    expect(resourceState(waiting)).toBe('to create');
    expect(resourceState(waiting, true)).toBe('not started');
  });

  test('counts leave out zeros', () => {
    const summary = { total: 5, pending: 1, running: 0, succeeded: 3, failed: 1, unchanged: 0 };
    const progress = { summary, resources: [] };
    const survivors = new Set<string>();
    expect(countsText(progress, { undoing: false, ended: false, survivors })).toBe(
      '3 done, 1 failed, 1 pending',
    );
    expect(countsText(progress, { undoing: true, ended: true, survivors })).toBe(
      '3 undone, 1 failed, 1 not started',
    );
  });

  test('what remains is counted once, and neither as failed nor as not started', () => {
    const node = (name: string, status: Resource['status']): Resource => ({
      urn: urn(name),
      type: 'vpc',
      name,
      operation: 'delete',
      status,
    });
    const resources = [
      node('a', 'failed'),
      node('b', 'pending'),
      node('c', 'pending'),
      node('d', 'succeeded'),
    ];
    const summary = { total: 4, pending: 2, running: 0, succeeded: 1, failed: 1, unchanged: 0 };
    const survivors = new Set([urn('a'), urn('b')]);
    expect(countsText({ summary, resources }, { undoing: true, ended: true, survivors })).toBe(
      '1 undone, 2 remaining, 1 not started',
    );
  });

  test.each([1, 999, 4_000, 33_000, 600_000, 90_000_000])(
    'an axis of %d ms has at most six marks',
    (ms) => {
      const marks = ticks(ms);
      expect(marks[0]).toBe(0);
      expect(marks.length).toBeLessThanOrEqual(6);
      expect(marks.at(-1)).toBeLessThanOrEqual(ms);
    },
  );
});

test.each([
  ['availabilityZoneCount', 'Availability zone count'],
  ['roleArn', 'Role ARN'],
  ['diskGiB', 'Disk GiB'],
  ['natGateways', 'NAT gateways'],
  ['vpcId', 'VPC ID'],
  ['connection_string', 'Connection string'],
  ['elastic_ip', 'Elastic IP'],
])('the label of %s is "%s"', (name, label) => {
  expect(fieldLabel(name)).toBe(label);
});
