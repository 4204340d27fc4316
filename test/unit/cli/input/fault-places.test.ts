import { expect, test } from 'vitest';
import { ProblemError } from '../../../../client/problem-error.ts';
import { operationWithPlaces, withPlaces } from '../../../../cli/input/fault-places.ts';
import { operationOf } from '../operations.ts';

/** What the service answers when it refuses these fields. */
function refused(...pointers: string[]): Promise<never> {
  const errors = pointers.map((pointer) => ({ pointer, detail: 'is wrong' }));
  const fieldErrors = Object.fromEntries(pointers.map((pointer) => [pointer, 'is wrong']));
  const problem = { code: 'invalid_request', detail: 'Two faults.', errors, fieldErrors };
  return Promise.reject(new ProblemError(422, problem));
}

async function placesOf(origin: Parameters<typeof withPlaces>[0], ...pointers: string[]) {
  const error: unknown = await withPlaces(origin, refused(...pointers)).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error('not a problem', { cause: error });
  return Object.keys(error.problem?.fieldErrors ?? {});
}

test('fields that flags have set are named as flags', async () => {
  const flags = {
    name: 'a',
    availabilityZoneCount: 9,
    onFailure: 'maybe',
    tags: { 'a/b': '' },
    nodeGroups: [{ name: 'a' }],
  };
  const pointers = [
    '/name',
    '/availabilityZoneCount',
    '/onFailure',
    '/tags/a~1b',
    '/nodeGroups/0/minSize',
  ];
  expect(await placesOf({ flags }, ...pointers)).toEqual([
    'NAME',
    '--zones',
    '--on-failure',
    '--tag (a/b)',
    '--node-group (0.minSize)',
  ]);
});

test.each([
  [
    'YAML',
    'name: demo\nnodeGroups:\n  - name: a\n    minSize: 9\ntags: {team: blue}\n',
    [
      'cluster.yaml, line 4, column 5 (nodeGroups.0.minSize)',
      'cluster.yaml, line 3, column 5 (nodeGroups.0.maxSize)',
      'cluster.yaml, line 5, column 8 (tags.team)',
      'cluster.yaml, line 1, column 1 (region)',
      '--tag (stage)',
    ],
  ],
  [
    'JSON as `get -o json` prints it',
    '{\n "id": "demo",\n "spec": {\n  "nodeGroups": [\n   {"name": "a", "minSize": 9}\n  ],\n  "tags": {"team": "blue"}}}',
    [
      'cluster.yaml, line 5, column 18 (nodeGroups.0.minSize)',
      'cluster.yaml, line 5, column 4 (nodeGroups.0.maxSize)',
      'cluster.yaml, line 7, column 12 (tags.team)',
      'cluster.yaml, line 3, column 2 (region)',
      '--tag (stage)',
    ],
  ],
])('fields of a file are named with their line and column: %s', async (_, text, expected) => {
  const origin = { flags: { tags: { stage: '' } }, file: { name: 'cluster.yaml', text } };
  const pointers = [
    '/nodeGroups/0/minSize',
    '/nodeGroups/0/maxSize',
    '/tags/team',
    '/region',
    '/tags/stage',
  ];
  expect(await placesOf(origin, ...pointers)).toEqual(expected);
});

test('a field that neither has keeps its name', async () => {
  expect(await placesOf({ flags: {} }, '/kubernetesVersion')).toEqual(['kubernetesVersion']);
});

test('a flag that has set a part of a field is named by its owner', async () => {
  const flagOf = ([field, ...inner]: readonly string[]) =>
    field === 'nodeGroups' ? `--scale ${inner.join('.')}` : undefined;
  const origin = { flags: {}, flagOf };
  expect(await placesOf(origin, '/nodeGroups/0/desiredSize', '/region')).toEqual([
    '--scale 0.desiredSize',
    'region',
  ]);
});

test('a spec that is refused after the operation has started has the same places', async () => {
  const fieldErrors = { kubernetesVersion: 'is not offered', region: 'is closed' };
  const details = { retryable: false, fieldErrors };
  const message = 'kubernetesVersion: is not offered; region: is closed';
  const error = { code: 'invalid_spec', errorType: 'validation' as const, message, details };
  const operation = operationOf([], { status: 'failed', error });
  const origin = { flags: { kubernetesVersion: '1.99' } };
  expect((await operationWithPlaces(origin, operation)).error).toMatchObject({
    message: '--kubernetes-version: is not offered; region: is closed',
    details: {
      fieldErrors: { '--kubernetes-version': 'is not offered', region: 'is closed' },
    },
  });
  const other = { ...error, message: 'The request has faults.' };
  expect((await operationWithPlaces(origin, { ...operation, error: other })).error).toMatchObject({
    message: 'The request has faults.',
  });
});

test('an error without fields stays as it is', async () => {
  const error = new ProblemError(409, { code: 'already_exists', detail: 'It exists.' });
  await expect(withPlaces({ flags: {} }, Promise.reject(error))).rejects.toBe(error);
});
