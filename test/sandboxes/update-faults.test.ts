/**
 * Faults at the moments of a change: `update` is the call, `updated` the time until the change is
 * complete.
 */
import { describe, expect, test } from 'vitest';
import { RESOURCE_TYPES } from '../../sandboxes/simulated/cloud/resource-types.ts';
import {
  refusalOf,
  simulation,
  startSimulator,
  temporaryDirectory,
  viewOf,
} from './running-simulator.ts';

const SIZE = { desiredSize: 2 };
const LARGER = { properties: { desiredSize: 4 } };
const UPDATE_MS = RESOURCE_TYPES.node_group.update;

/** Returns a node group with these faults, and functions to change and read it. */
async function nodeGroup(...faults: object[]) {
  const cloud = await startSimulator();
  const { id } = await cloud.have({
    type: 'node_group',
    properties: SIZE,
    tags: simulation(...faults.map((fault) => ({ type: 'node_group', ...fault }))),
  });
  const patch = (body: object = LARGER) => cloud.send('PATCH', `/resources/${id}`, body);
  const read = async () => viewOf(await cloud.get(id), 200);
  return { cloud, id, patch, read };
}

describe('faults at update', () => {
  test.each([
    { fault: { kind: 'error' }, status: 500, code: 'InternalFailure' },
    { fault: { kind: 'error', code: 'AccessDenied' }, status: 400, code: 'AccessDenied' },
    { fault: { kind: 'quota' }, status: 400, code: 'NodeGroupLimitExceeded' },
    { fault: { kind: 'throttle' }, status: 429, code: 'Throttling' },
  ])('$fault: nothing changes', async ({ fault, status, code }) => {
    const { patch, read } = await nodeGroup({ when: 'update', times: 2, ...fault });
    const before = await read();
    for (let call = 0; call < 2; call++) {
      const tagged = { ...LARGER, tags: { stage: 'prod' } };
      expect(refusalOf(await patch(tagged))).toMatchObject({ status, code });
      expect(await read()).toEqual(before);
    }
    expect(viewOf(await patch(), 202).state).toBe('updating');
  });

  test.each([
    { kind: 'lost_response', seen: 'TypeError', patience: 5_000 },
    { kind: 'hang', seen: 'TimeoutError', patience: 150 },
  ])(
    '$kind: the node group changes, and the response is lost',
    async ({ kind, seen, patience }) => {
      const { cloud, id, read } = await nodeGroup({ when: 'update', kind });
      const answer = await fetch(`${cloud.url}/resources/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(LARGER),
        signal: AbortSignal.timeout(patience),
      }).catch((error: unknown) => (error instanceof Error ? error.name : 'unknown'));
      expect(answer).toBe(seen);
      expect(await read()).toMatchObject({ state: 'updating', properties: { desiredSize: 4 } });
      cloud.clock.advance(UPDATE_MS);
      expect(await read()).toMatchObject({ state: 'available', outputs: { readyNodes: '4' } });
    },
  );

  test('the faults in the tags of a request apply to that request', async () => {
    const { patch, read } = await nodeGroup();
    const tags = simulation({ type: 'node_group', when: 'update', kind: 'error' });
    expect((await patch({ ...LARGER, tags })).status).toBe(500);
    expect((await read()).properties).toEqual(SIZE);
    expect((await patch({ ...LARGER, tags })).status).toBe(202);
  });
});

describe('faults at updated', () => {
  test.each([
    { kind: 'error', reason: 'UpdateFailed' },
    { kind: 'error', code: 'Unhealthy', reason: 'Unhealthy' },
    { kind: 'quota', reason: 'NodeGroupLimitExceeded' },
    { kind: 'throttle', reason: 'Throttling' },
  ])('$kind $code: the change is undone, with a reason', async ({ reason, ...fault }) => {
    const { cloud, patch, read } = await nodeGroup({ when: 'updated', ...fault });
    expect(viewOf(await patch(), 202)).toMatchObject({
      state: 'updating',
      properties: { desiredSize: 4 },
    });
    cloud.clock.advance(UPDATE_MS - 1);
    expect(await read()).not.toHaveProperty('updateFailure');
    cloud.clock.advance(1);
    expect(await read()).toMatchObject({
      state: 'available',
      updateFailure: reason,
      properties: SIZE,
      outputs: { readyNodes: '2' },
    });
    // The next change succeeds, and removes the reason.
    viewOf(await patch(), 202);
    cloud.clock.advance(UPDATE_MS);
    expect(await read()).toMatchObject({ state: 'available', properties: { desiredSize: 4 } });
    expect(await read()).not.toHaveProperty('updateFailure');
  });

  test('slow: the change takes five times as long', async () => {
    const { cloud, patch, read } = await nodeGroup({ when: 'updated', kind: 'slow' });
    await patch();
    cloud.clock.advance(5 * UPDATE_MS - 1);
    expect((await read()).state).toBe('updating');
    cloud.clock.advance(1);
    expect((await read()).state).toBe('available');
  });

  test('hang: the node group is updating until another change or a deletion', async () => {
    const { cloud, id, patch, read } = await nodeGroup({ when: 'updated', kind: 'hang' });
    await patch();
    cloud.clock.advance(1e9);
    expect(await read()).toMatchObject({ state: 'updating', outputs: { readyNodes: '2' } });
    await patch({ properties: SIZE });
    cloud.clock.advance(UPDATE_MS);
    expect(await read()).toMatchObject({ state: 'available', properties: SIZE });
    expect(viewOf(await cloud.remove(id), 202).state).toBe('deleting');
  });

  test('lost_response has no effect, and a change of tags alone takes effect at once', async () => {
    const { patch, read } = await nodeGroup(
      { when: 'updated', kind: 'lost_response' },
      { when: 'updated', kind: 'hang' },
    );
    viewOf(await patch({ tags: { stage: 'prod' } }), 202);
    expect(await read()).toMatchObject({ state: 'available', tags: { stage: 'prod' } });
  });

  test('a failed change survives a restart', async () => {
    const dataDir = temporaryDirectory();
    const first = await startSimulator({ dataDir });
    const tags = simulation({ type: 'vpc', when: 'updated', kind: 'error' });
    const { id } = await first.have({ type: 'vpc', properties: { a: 1 }, tags });
    viewOf(await first.send('PATCH', `/resources/${id}`, { properties: { a: 2 } }), 202);
    await first.stop();
    const second = await startSimulator({ dataDir });
    second.clock.advance(120_000);
    expect(viewOf(await second.get(id), 200)).toMatchObject({
      updateFailure: 'UpdateFailed',
      properties: { a: 1 },
    });
  });
});
