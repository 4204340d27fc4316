import { expect, test } from 'vitest';
import {
  operationView,
  type KnownState,
  type OperationSource,
} from '../../../operations/read/view.ts';

const state: KnownState = {
  version: 9,
  status: 'running',
  stage: 'provisioning',
  message: 'Creating 3 resources',
  summary: { total: 3, pending: 1, running: 1, succeeded: 1, failed: 0, unchanged: 0 },
  resources: (['succeeded', 'running', 'pending'] as const).map((status) => ({
    urn: `urn:slipway:local:clusters:demo:subnet/${status}`,
    type: 'subnet',
    name: status,
    operation: 'create',
    status,
  })),
};

function source(name: 'RUNNING' | 'TERMINATED'): OperationSource {
  return {
    workflowId: '01M8Z3NDEKTSV4RRFFQ69G5FAV',
    runId: 'run',
    startTime: new Date(0),
    createdAt: new Date(0),
    status: { name } as OperationSource['status'],
    historyLength: 40,
    cancelRequested: false,
    memo: {
      subject: {
        operation: 'create_cluster',
        organizationId: 'local',
        memberId: 'me',
        resourceType: 'cluster',
        resourceId: 'demo',
        provider: 'simulated',
        region: 'sim-east-1',
      },
      state,
    },
  };
}

const view = (name: 'RUNNING' | 'TERMINATED') => operationView(source(name), state, { api: '' });

test('a terminated operation shows no resource as running', () => {
  const { status, error, progress } = view('TERMINATED');
  expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'operation_terminated' });
  expect(progress.summary).toEqual({ ...state.summary, running: 0, failed: 1 });
  expect(progress.resources.map((resource) => resource.status)).toEqual([
    'succeeded',
    'failed',
    'pending',
  ]);
});

test('links begin with the URL of the API', () => {
  const { links } = operationView(source('RUNNING'), state, { api: 'https://slipway.example/eu' });
  expect(links).toMatchObject({
    self: expect.stringMatching(/^https:\/\/slipway\.example\/eu\/operations\//),
  });
});

test('a running operation shows its running resources', () => {
  const { progress } = view('RUNNING');
  expect(progress.summary).toEqual(state.summary);
  expect(progress.resources).toEqual(state.resources);
});

test.each([
  ['awaiting_confirmation', true, { status: 'running' as const, cancelRequested: false }],
  ['canceling', false, { status: 'running' as const, cancelRequested: true }],
  ['canceling', false, { status: 'canceling' as const, cancelRequested: false }],
])(
  'a plan that waits for a confirmation is shown as %s',
  (status, cancelable, { cancelRequested, ...stored }) => {
    const waiting: KnownState = { ...state, ...stored, stage: 'awaiting_confirmation' };
    const from = { ...source('RUNNING'), cancelRequested };
    expect(operationView(from, waiting, { api: '' })).toMatchObject({ status, cancelable });
  },
);
