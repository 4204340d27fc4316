import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  refusalOf,
  simulation,
  startSimulator,
  temporaryDirectory,
  viewOf,
  type Reply,
} from './running-simulator.ts';

/** Slow responses take 2 ms. */
const SPEED = 1_000;
const vpc = (tags: Record<string, string>) => ({ type: 'vpc', clientToken: 'token', tags });

describe('faults with a response', () => {
  const answers = [
    { fault: { kind: 'error' }, status: 500, code: 'InternalFailure' },
    { fault: { kind: 'error', code: 'ServiceUnavailable' }, status: 500 },
    { fault: { kind: 'error', code: 'AccessDenied' }, status: 400 },
    { fault: { kind: 'quota' }, status: 400, code: 'VpcLimitExceeded' },
    { fault: { kind: 'throttle' }, status: 429, code: 'Throttling' },
  ].map((row) => ({ code: row.fault.code, ...row }));

  test.each(answers)('at create: $fault', async ({ fault, status, code }) => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'vpc', when: 'create', times: 2, ...fault });
    for (let call = 0; call < 2; call++) {
      expect(refusalOf(await cloud.create(vpc(tags)))).toMatchObject({ status, code });
      expect(await cloud.inspect()).toEqual([]);
    }
    expect((await cloud.create(vpc(tags))).status).toBe(201);
  });

  test.each(answers)('at read, not at list: $fault', async ({ fault, status, code }) => {
    const cloud = await startSimulator({ visibilityDelayMs: 0 });
    const tags = simulation({ type: 'vpc', when: 'read', times: 2, ...fault });
    const { id } = viewOf(await cloud.create(vpc(tags)), 201);
    for (let call = 0; call < 2; call++) {
      expect(refusalOf(await cloud.get(id))).toMatchObject({ status, code });
      expect((await cloud.send('GET', '/resources')).status).toBe(200);
    }
    expect((await cloud.get(id)).status).toBe(200);
  });

  test.each(answers)('at delete: $fault', async ({ fault, status, code }) => {
    const cloud = await startSimulator();
    const tags = simulation({ name: 'main', when: 'delete', times: 2, ...fault });
    const { id } = await cloud.have(vpc(tags));
    for (let call = 0; call < 2; call++) {
      expect(refusalOf(await cloud.remove(id))).toMatchObject({ status, code });
      expect(viewOf(await cloud.get(id), 200).state).toBe('available');
    }
    expect(viewOf(await cloud.remove(id), 202).state).toBe('deleting');
  });

  test('a throttled response says when to retry, to the millisecond', async () => {
    const cloud = await startSimulator({ speed: 4 });
    const tags = simulation({ type: 'vpc', when: 'create', kind: 'throttle' });
    expect(refusalOf(await cloud.create(vpc(tags)))).toMatchObject({
      retryAfter: 1,
      retryAfterMs: 250,
    });
  });
});

describe('faults without a response', () => {
  /** Resolves to the status, or to the name of the error if there is no response within `patience` ms. */
  const unanswered = async (url: string, method: string, body?: object, patience = 5_000) => {
    const request = fetch(url, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return request.then(
      (response) => response.status,
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
  };
  /** A lost response closes the socket. A hanging request ends only at the deadline of the client. */
  const outcomes = [
    { kind: 'lost_response', seen: 'TypeError', patience: 5_000 },
    { kind: 'hang', seen: 'TimeoutError', patience: 150 },
  ];
  const main = { name: 'main', region: 'sim-central-1' };

  test.each(outcomes)('$kind at create: the resource exists', async ({ kind, seen, patience }) => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'vpc', when: 'create', kind });
    const body = { ...main, ...vpc(tags) };
    expect(await unanswered(`${cloud.url}/resources`, 'POST', body, patience)).toBe(seen);
    const [made] = await cloud.inspect();
    expect(made).toMatchObject({ type: 'vpc', state: 'creating' });
    expect(viewOf(await cloud.create(vpc(tags)), 200).id).toBe(made?.id);
    const calls = z.object({ items: z.array(z.object({ status: z.int() })) });
    const { items } = calls.parse((await cloud.send('GET', '/inspect/calls')).body);
    expect(items.map((call) => call.status)).toEqual([0, 200]);
  });

  test.each(outcomes)(
    '$kind at delete: the resource is deleted',
    async ({ kind, seen, patience }) => {
      const cloud = await startSimulator();
      const { id } = await cloud.have(vpc(simulation({ type: 'vpc', when: 'delete', kind })));
      const url = `${cloud.url}/resources/${id}`;
      expect(await unanswered(url, 'DELETE', undefined, patience)).toBe(seen);
      expect((await cloud.inspect()).map((it) => it.state)).toEqual(['deleting']);
      expect((await cloud.remove(id)).status).toBe(202);
    },
  );

  test.each(outcomes)('$kind at read: the next read succeeds', async ({ kind, seen, patience }) => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'vpc', when: 'read', kind });
    const { id } = viewOf(await cloud.create(vpc(tags)), 201);
    cloud.clock.advance(60_000);
    const url = `${cloud.url}/resources/${id}`;
    expect(await unanswered(url, 'GET', undefined, patience)).toBe(seen);
    expect((await cloud.get(id)).status).toBe(200);
  });

  test('a hanging request ends when the simulator stops', async () => {
    const cloud = await startSimulator();
    const { id } = await cloud.have(vpc(simulation({ type: 'vpc', when: 'delete', kind: 'hang' })));
    const waiting = unanswered(`${cloud.url}/resources/${id}`, 'DELETE');
    await expect.poll(async () => (await cloud.inspect())[0]?.state).toBe('deleting');
    await cloud.stop();
    expect(await waiting).toBe('TypeError');
  });

  test.each([
    ['create', 201],
    ['read', 200],
    ['delete', 202],
  ])('slow at %s: the response is late', async (when, status) => {
    const cloud = await startSimulator({ speed: 10 });
    const tags = simulation({ type: 'vpc', when, kind: 'slow' });
    const timed = async (act: () => Promise<Reply>) => {
      const start = performance.now();
      const reply = await act();
      return { status: reply.status, late: performance.now() - start >= 190, reply };
    };
    const created = await timed(() => cloud.create(vpc(tags)));
    const { id } = viewOf(created.reply, 201);
    cloud.clock.advance(60_000);
    const read = await timed(() => cloud.get(id));
    const deleted = await timed(() => cloud.remove(id));
    const seen = { create: created, read, delete: deleted };
    const late = Object.entries(seen).filter(([, reply]) => reply.late);
    expect(late.map(([moment, reply]) => [moment, reply.status])).toEqual([[when, status]]);
  });
});

describe('faults at ready', () => {
  test.each([
    { kind: 'error', reason: 'CreateFailed' },
    { kind: 'error', code: 'InsufficientCapacity', reason: 'InsufficientCapacity' },
    { kind: 'quota', reason: 'NodeGroupLimitExceeded' },
    { kind: 'throttle', reason: 'Throttling' },
  ])('$kind $code: the state becomes failed', async ({ reason, ...fault }) => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'node_group', when: 'ready', ...fault });
    const failed = await cloud.have({ type: 'node_group', tags });
    expect(failed).toMatchObject({ state: 'failed', stateReason: reason });
    expect((await cloud.have({ type: 'node_group', tags })).state).toBe('available');
    expect(viewOf(await cloud.remove(failed.id), 202).state).toBe('deleting');
  });

  test('slow: the creation takes five times as long', async () => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'vpc', when: 'ready', kind: 'slow' });
    const { id } = viewOf(await cloud.create({ type: 'vpc', tags }), 201);
    cloud.clock.advance(4_999);
    expect(viewOf(await cloud.get(id), 200).state).toBe('creating');
    cloud.clock.advance(1);
    expect(viewOf(await cloud.get(id), 200).state).toBe('available');
  });

  test('hang: the resource is creating for ever, and can be deleted', async () => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'vpc', when: 'ready', kind: 'hang' });
    const { id } = viewOf(await cloud.create({ type: 'vpc', tags }), 201);
    cloud.clock.advance(1e9);
    expect(viewOf(await cloud.get(id), 200).state).toBe('creating');
    expect(viewOf(await cloud.remove(id), 202).state).toBe('deleting');
    expect((await cloud.have({ type: 'vpc', tags })).state).toBe('available');
  });

  test('lost_response has no effect', async () => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'vpc', when: 'ready', kind: 'lost_response' });
    expect((await cloud.have({ type: 'vpc', tags })).state).toBe('available');
  });
});

describe('a fault applies to calls', () => {
  const error = { when: 'create', kind: 'error' };
  const statusOf = async (reply: Promise<Reply>) => (await reply).status;

  test('with its type and name', async () => {
    const cloud = await startSimulator();
    const tags = simulation({ type: 'subnet', name: 'a', times: 100, ...error });
    expect(await statusOf(cloud.create({ type: 'subnet', name: 'b', tags }))).toBe(201);
    expect(await statusOf(cloud.create({ type: 'vpc', name: 'a', tags }))).toBe(201);
    expect(await statusOf(cloud.create({ type: 'subnet', name: 'a', tags }))).toBe(500);
  });

  test('counted for all resources of a uid together, separately for each uid and each fault', async () => {
    const cloud = await startSimulator();
    const tags = simulation(
      { type: 'subnet', times: 2, ...error },
      { type: 'subnet', times: 1, when: 'create', kind: 'quota' },
    );
    const codes = async (name: string, uid: string) => {
      const reply = await cloud.create({
        type: 'subnet',
        name,
        tags: { ...tags, 'slipway:uid': uid },
      });
      return reply.status === 201 ? 'made' : refusalOf(reply).code;
    };
    expect(await codes('a', 'one')).toBe('InternalFailure');
    expect(await codes('b', 'one')).toBe('InternalFailure');
    expect(await codes('c', 'two')).toBe('InternalFailure');
    expect(await codes('a', 'one')).toBe('SubnetLimitExceeded');
    expect(await codes('a', 'one')).toBe('made');
  });

  test('that would succeed without it, and only to these', async () => {
    const cloud = await startSimulator();
    const { id } = viewOf(await cloud.create({ type: 'control_plane' }), 201);
    const tags = simulation({ type: 'addon', ...error });
    const addon = () => cloud.create({ type: 'addon', references: [id], tags });
    expect(refusalOf(await addon()).code).toBe('ReferenceNotReady');
    cloud.clock.advance(60_000);
    expect(refusalOf(await addon()).code).toBe('InternalFailure');
    expect((await addon()).status).toBe(201);
  });

  test('with a counter that survives a restart', async () => {
    const dataDir = temporaryDirectory();
    const tags = simulation({ type: 'vpc', times: 2, ...error });
    const first = await startSimulator({ dataDir, speed: SPEED });
    expect(await statusOf(first.create(vpc(tags)))).toBe(500);
    await first.stop();
    const second = await startSimulator({ dataDir, speed: SPEED });
    expect(await statusOf(second.create(vpc(tags)))).toBe(500);
    expect(await statusOf(second.create(vpc(tags)))).toBe(201);
  });
});
