import { describe, expect, test } from 'vitest';
import {
  RESOURCE_TYPE_NAMES,
  RESOURCE_TYPES,
} from '../../sandboxes/simulated/cloud/resource-types.ts';
import { refusalOf, startSimulator, viewOf } from './running-simulator.ts';

describe('the life of a resource', () => {
  test('has the states creating, available, deleting and gone, each for its time', async () => {
    const cloud = await startSimulator();
    const { clock } = cloud;
    const created = viewOf(await cloud.create({ type: 'nat_gateway' }), 201);
    expect(created).toMatchObject({ type: 'nat_gateway', name: 'main', state: 'creating' });
    expect(created.id).toMatch(/^nat-/);
    expect(Object.keys(created.outputs)).toEqual(['arn']);

    clock.advance(4_999);
    expect(viewOf(await cloud.get(created.id), 200).state).toBe('creating');
    clock.advance(1);
    const available = viewOf(await cloud.get(created.id), 200);
    expect(available.state).toBe('available');
    expect(Date.parse(available.stateSince) - Date.parse(created.createdAt)).toBe(5_000);
    expect(available.outputs['publicIp']).toMatch(/^198\.1[89]\.\d+\.\d+$/);

    expect(viewOf(await cloud.remove(created.id), 202).state).toBe('deleting');
    clock.advance(2_499);
    expect(viewOf(await cloud.get(created.id), 200).state).toBe('deleting');
    expect(viewOf(await cloud.remove(created.id), 202).state).toBe('deleting');
    clock.advance(1);
    for (const reply of [await cloud.get(created.id), await cloud.remove(created.id)]) {
      expect(refusalOf(reply)).toMatchObject({ status: 404, code: 'ResourceNotFound' });
    }
    expect(await cloud.inspect()).toEqual([]);
    expect((await cloud.inspect('?all=1')).map((it) => [it.id, it.state])).toEqual([
      [created.id, 'deleted'],
    ]);
  });

  test.each(RESOURCE_TYPE_NAMES)('%s is ready after the time in the table', async (type) => {
    const cloud = await startSimulator({ speed: 10, visibilityDelayMs: 0 });
    const { id } = viewOf(await cloud.create({ type }), 201);
    cloud.clock.advance(RESOURCE_TYPES[type].ready / 10 - 1);
    expect(viewOf(await cloud.get(id), 200).state).toBe('creating');
    cloud.clock.advance(1);
    const { state, outputs } = viewOf(await cloud.get(id), 200);
    expect(state).toBe('available');
    expect(outputs['arn']).toContain(id);
  });

  test('is invisible to reads and lists at first, but not to a repeated create', async () => {
    const cloud = await startSimulator();
    const { id } = viewOf(await cloud.create({ type: 'iam_role', clientToken: 'token' }), 201);
    cloud.clock.advance(999);
    expect(refusalOf(await cloud.get(id)).code).toBe('ResourceNotFound');
    expect((await cloud.send('GET', '/resources')).body).toEqual({ items: [] });
    const replay = await cloud.create({ type: 'iam_role', clientToken: 'token' });
    expect(viewOf(replay, 200).id).toBe(id);
    expect(await cloud.inspect()).toHaveLength(1);
    cloud.clock.advance(1);
    expect(viewOf(await cloud.get(id), 200).id).toBe(id);
    expect((await cloud.send('GET', '/resources')).body).toMatchObject({ items: [{ id }] });
  });

  test('has outputs that other resources need', async () => {
    const cloud = await startSimulator();
    const vpc = await cloud.have({ type: 'vpc', properties: { cidr: '10.1.0.0/16' } });
    expect(vpc.outputs['cidr']).toBe('10.1.0.0/16');
    const address = await cloud.have({ type: 'elastic_ip' });
    const gateway = await cloud.have({ type: 'nat_gateway', references: [address.id] });
    expect(gateway.outputs['publicIp']).toBe(address.outputs['publicIp']);
    const plane = await cloud.have({
      type: 'control_plane',
      properties: { kubernetesVersion: '1.33' },
    });
    expect(plane.outputs['version']).toBe('1.33');
    expect(plane.outputs['endpoint']).toMatch(/^https:\/\//);
    expect(plane.outputs['certificateAuthority']).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(plane.outputs['oidcIssuer']).toMatch(/^https:\/\//);
  });
});

describe('a change', () => {
  test('of properties takes time, and changes the outputs at the end', async () => {
    const cloud = await startSimulator();
    const { id } = await cloud.have({
      type: 'node_group',
      properties: { desiredSize: 2, maxSize: 5 },
    });
    const nodes = async () => {
      const { state, outputs } = viewOf(await cloud.get(id), 200);
      return [state, outputs['readyNodes']];
    };
    expect(await nodes()).toEqual(['available', '2']);
    const patch = { properties: { desiredSize: 4 } };
    const changed = viewOf(await cloud.send('PATCH', `/resources/${id}`, patch), 202);
    expect(changed.state).toBe('updating');
    expect(changed.properties).toEqual({ desiredSize: 4, maxSize: 5 });
    cloud.clock.advance(RESOURCE_TYPES.node_group.update - 1);
    expect(await nodes()).toEqual(['updating', '2']);
    cloud.clock.advance(1);
    expect(await nodes()).toEqual(['available', '4']);
  });

  test('of tags takes effect at once, also in searches by tag', async () => {
    const cloud = await startSimulator();
    const { id } = await cloud.have({ type: 'vpc', tags: { 'slipway:uid': 'a', old: 'x' } });
    const patch = { tags: { 'slipway:uid': 'b', old: null } };
    const changed = viewOf(await cloud.send('PATCH', `/resources/${id}`, patch), 202);
    expect(changed).toMatchObject({ state: 'available', tags: { 'slipway:uid': 'b' } });
    expect(changed.tags).not.toHaveProperty('old');
    const found = async (uid: string) =>
      (await cloud.send('GET', `/resources?tag.slipway:uid=${uid}`)).body;
    expect(await found('a')).toEqual({ items: [] });
    expect(await found('b')).toMatchObject({ items: [{ id }] });
  });

  test('is refused while creating or deleting', async () => {
    const cloud = await startSimulator();
    const { id } = viewOf(await cloud.create({ type: 'vpc' }), 201);
    const patch = () => cloud.send('PATCH', `/resources/${id}`, { properties: { a: 1 } });
    expect(refusalOf(await patch())).toMatchObject({ status: 409, code: 'InvalidState' });
    cloud.clock.advance(60_000);
    expect((await patch()).status).toBe(202);
    await cloud.remove(id);
    expect(refusalOf(await patch())).toMatchObject({ status: 409, code: 'InvalidState' });
    cloud.clock.advance(60_000);
    expect(refusalOf(await patch()).status).toBe(404);
  });
});
