/** The commands on the state of a deployment: the requests that they send, and what they print. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runProgram } from '../../../cli/program.ts';
import { createIo } from '../../support/cli/recorded-io.ts';
import { stateFile } from '../../support/deployments/state-file.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';
import { done, operationOf } from './operations.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());

const state = stateFile({ serial: 3 }).toString();
const sha256 = createHash('sha256').update(state).digest('hex');
/** What every version has. */
const REST = { lineage: 'one', bytes: 1, sha256 };
const applied = operationOf([done('random_id/id')], {
  operation: 'apply_deployment',
  resourceType: 'deployment',
  resourceId: 'web',
  status: 'succeeded',
  completedAt: '2026-11-24T05:18:31.000Z',
});

beforeEach(() => {
  api.asked.length = 0;
  api.answers = {
    [`PUT /state-files/${sha256}`]: {
      status: 200,
      body: { sha256, bytes: 1, serial: 3, lineage: 'one' },
    },
    'POST /deployments': { status: 202, body: applied },
    'PATCH /deployments/web': { status: 202, body: applied },
    'DELETE /deployments/web': { status: 202, body: applied },
  };
});

async function slipway(line: string, input = '') {
  const recorded = createIo({ input, env: { SLIPWAY_SERVER: api.url } });
  const code = await runProgram(line.split(' '), recorded.io);
  return { code, stdout: recorded.stdout(), stderr: recorded.stderr() };
}

test.each([
  ['', { file: sha256 }],
  [' --force', { file: sha256, force: true }],
])('a push%s uploads the state first', async (flags, wanted) => {
  await slipway(`deployments state push web -${flags}`, state);
  expect(api.asked).toMatchObject([
    { method: 'PUT', path: `/state-files/${sha256}`, body: JSON.parse(state) as object },
    { method: 'PATCH', body: { state: wanted } },
  ]);
});

test('a creation with a state uploads it, too', async () => {
  // It lacks a module, so nothing is created.
  const create = slipway('deployments create web --state -', state);
  await expect(create).rejects.toThrow('needs a module');
  expect(api.asked).toMatchObject([{ method: 'PUT', path: `/state-files/${sha256}` }]);
});

test('a rollback names the version, and a release keeps the resources', async () => {
  await slipway('deployments state rollback web 3');
  await slipway('deployments state release web --yes');
  expect(api.asked).toMatchObject([
    { method: 'PATCH', body: { state: { version: 3 } } },
    { method: 'DELETE', path: '/deployments/web?keepResources=true' },
  ]);
  await expect(slipway('deployments state release web')).rejects.toThrow('Add --yes');
  await expect(slipway('deployments state rollback web x')).rejects.toThrow('whole number');
});

test('a preview of a rollback names what would be left behind', async () => {
  const plan = { resources: [], outputs: [], orphaned: ['random_id.later'] };
  const body = { ...applied, status: 'pending', plan };
  api.answers['PATCH /deployments/web'] = { status: 200, body };
  const { stdout } = await slipway('deployments state rollback web 3 --validate-only');
  expect(stdout).toContain('no longer be managed:\n    x random_id.later\n');
});

test('versions are listed, and the current one is downloaded unless another is named', async () => {
  const version = { version: 2, current: true, serial: 7, resources: 4, memberId: 'ann', ...REST };
  const url = '/deployments/web/state/versions';
  api.answers = {
    [`GET ${url}`]: { status: 200, body: { items: [version] } },
    [`GET ${url}/2/download`]: { status: 200, body: state },
    [`GET ${url}/1/download`]: { status: 200, body: '{}' },
    'GET /deployments/web/state/diff': {
      status: 200,
      body: '+ random_id.a was added\n',
      headers: { 'content-type': 'text/plain' },
    },
  };
  expect((await slipway('deployments state list web')).stdout).toMatch(
    /VERSION +CURRENT .*\n +2 +yes +7 +4 +ann/,
  );
  expect((await slipway('deployments state download web')).stdout).toBe(state);
  expect((await slipway('deployments state download web 1')).stdout).toBe('{}');
  api.answers[`GET /state-files/${sha256}/download`] = { status: 200, body: state };
  expect((await slipway(`deployments state file ${sha256}`)).stdout).toBe(state);
  api.asked.length = 0;
  expect((await slipway('deployments state diff web 1 2')).stdout).toContain('was added');
  expect(api.asked).toMatchObject([{ path: '/deployments/web/state/diff?from=1&to=2' }]);
});
