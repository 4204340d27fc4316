/** What `operations logs` says beside the lines of the log. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationEvent } from '../../../client/streams/events.ts';
import { runProgram } from '../../../cli/program.ts';
import { openSession } from '../../../cli/session/session.ts';
import { announceWaits } from '../../../cli/watch/announce-waits.ts';
import { createIo } from '../../support/cli/recorded-io.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';
import { ID, operationOf } from './operations.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());

const LINE = {
  sequence: 1,
  time: '2026-11-24T05:18:25.000Z',
  phase: 'init',
  level: 'info',
  message: 'OpenTofu runs init',
};

test.each([
  ['has lines', `${JSON.stringify(LINE)}\n`, ''],
  ['is empty', '', 'The log has no lines.\n'],
])('the log %s', async (_what, body, said) => {
  api.answers = {
    [`GET /operations/${ID}/log`]: {
      status: 200,
      body,
      headers: { 'content-type': 'application/jsonl' },
    },
  };
  const recorded = createIo({ env: { SLIPWAY_SERVER: api.url } });
  await runProgram(['operations', 'logs', ID], recorded.io);
  expect(recorded.stdout().includes('OpenTofu runs init')).toBe(body !== '');
  expect(recorded.stderr()).toBe(said);
});

test('-f follows until the operation has ended, and --resource selects the lines about one', async () => {
  const operation = operationOf([], { status: 'succeeded' });
  api.asked.length = 0;
  api.answers = {
    [`GET /operations/${ID}`]: { status: 200, body: operation },
    [`GET /operations/${ID}/events`]: {
      status: 200,
      body: `event: operation.completed\nid: 7\ndata: ${JSON.stringify(operation)}\n\n`,
      headers: { 'content-type': 'text/event-stream' },
    },
    [`GET /operations/${ID}/log`]: {
      status: 200,
      body: '',
      headers: { 'content-type': 'application/jsonl' },
    },
  };
  const recorded = createIo({ env: { SLIPWAY_SERVER: api.url } });
  await runProgram(['operations', 'logs', ID, '-f', '--resource', 'vpc/main'], recorded.io);
  expect(api.asked.map(({ path }) => path).filter((path) => path.includes('/log'))).toEqual([
    `/operations/${ID}/log?after=0&follow=true&resource=vpc%2Fmain`,
    `/operations/${ID}/log?after=0&limit=10000&resource=vpc%2Fmain`,
  ]);
  expect(recorded.stderr()).toBe(
    'The log has no lines about vpc/main. operations get lists the cloud resources.\n',
  );
});

test('each wait for a confirmation is announced once, with the commands that end it', async () => {
  const at = (stage: 'planning' | 'awaiting_confirmation' | 'provisioning'): OperationEvent => {
    const { progress, ...rest } = operationOf([]);
    const status = stage === 'awaiting_confirmation' ? stage : ('running' as const);
    const operation = { ...rest, status, progress: { ...progress, stage } };
    return { type: 'operation.progress', id: '1', operation };
  };
  async function* events() {
    yield at('planning');
    yield at('awaiting_confirmation');
    yield at('awaiting_confirmation');
    yield at('provisioning');
    // What remained after an interruption is confirmed again.
    yield at('awaiting_confirmation');
    await Promise.reject(new Error('the connection is lost'));
  }
  const recorded = createIo();
  const session = await openSession(recorded.io, {});
  const slipway = { ...session.slipway, events };
  await announceWaits({ ...session, slipway }, ID, new AbortController().signal);
  const wait = `The plan waits for a confirmation:
  confirm  slipway operations confirm ${ID}
  discard  slipway operations discard ${ID}
`;
  expect(recorded.stderr()).toBe(wait + wait);
});
