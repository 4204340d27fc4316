import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { simulatedDefinition } from '../../contract/providers/simulated.ts';
import { FAULT_KINDS, FAULT_MOMENTS } from '../../contract/providers/simulation.ts';
import { limitCode } from '../../sandboxes/simulated/cloud/resource-types.ts';
import { listAnswerSchema, refusalOf, startSimulator, viewOf } from './running-simulator.ts';

describe('a client token', () => {
  const body = {
    type: 'vpc',
    clientToken: 'token',
    properties: { cidr: '10.0.0.0/16', nested: { a: 1, b: 2 } },
  };

  test('creates one resource, with the keys in any order', async () => {
    const cloud = await startSimulator();
    const { id } = viewOf(await cloud.create(body), 201);
    const properties = { nested: { b: 2, a: 1 }, cidr: '10.0.0.0/16' };
    expect(viewOf(await cloud.create({ ...body, properties }), 200).id).toBe(id);
    expect(await cloud.inspect()).toHaveLength(1);
  });

  test('returns the deleted resource after its deletion', async () => {
    const cloud = await startSimulator();
    const { id } = await cloud.have(body);
    await cloud.remove(id);
    expect(viewOf(await cloud.create(body), 200)).toMatchObject({ id, state: 'deleting' });
    cloud.clock.advance(60_000);
    expect(viewOf(await cloud.create(body), 200)).toMatchObject({ id, state: 'deleted' });
    expect(await cloud.inspect()).toEqual([]);
  });

  test('returns the resource after a change', async () => {
    const cloud = await startSimulator();
    const { id } = await cloud.have(body);
    await cloud.send('PATCH', `/resources/${id}`, { properties: { more: true } });
    expect(viewOf(await cloud.create(body), 200).id).toBe(id);
  });

  test.each([{ type: 'subnet' }, { name: 'other' }, { properties: { cidr: '10.0.0.0/17' } }])(
    'is refused with %j instead',
    async (other) => {
      const cloud = await startSimulator();
      await cloud.create(body);
      expect(refusalOf(await cloud.create({ ...body, ...other }))).toMatchObject({
        status: 400,
        code: 'IdempotentParameterMismatch',
      });
    },
  );
});

describe('references', () => {
  test('must exist and must not be in deletion', async () => {
    const cloud = await startSimulator();
    const vpc = await cloud.have({ type: 'vpc' });
    const subnet = () => cloud.create({ type: 'subnet', references: [vpc.id] });
    const stranger = { type: 'subnet', references: ['vpc-00000000000000000'] };
    expect(refusalOf(await cloud.create(stranger))).toMatchObject({
      status: 400,
      code: 'InvalidReference',
    });
    await cloud.remove(vpc.id);
    expect(refusalOf(await subnet())).toMatchObject({ status: 400, code: 'InvalidReference' });
    cloud.clock.advance(60_000);
    expect(refusalOf(await subnet())).toMatchObject({ status: 400, code: 'InvalidReference' });
  });

  test.each([
    ['control_plane', 'subnet'],
    ['node_group', 'control_plane'],
    ['addon', 'control_plane'],
  ])('a %s waits until its %s is available', async (type, needed) => {
    const cloud = await startSimulator();
    const { id } = viewOf(await cloud.create({ type: needed }), 201);
    const create = () => cloud.create({ type, references: [id] });
    expect(refusalOf(await create())).toMatchObject({ status: 409, code: 'ReferenceNotReady' });
    cloud.clock.advance(60_000);
    expect((await create()).status).toBe(201);
  });

  test('of other types may point to a resource that is still creating', async () => {
    const cloud = await startSimulator();
    const { id } = viewOf(await cloud.create({ type: 'vpc' }), 201);
    expect((await cloud.create({ type: 'subnet', references: [id] })).status).toBe(201);
  });

  test('forbid a deletion until the referencing resources are gone', async () => {
    const cloud = await startSimulator();
    const vpc = await cloud.have({ type: 'vpc' });
    const subnet = await cloud.have({ type: 'subnet', name: 'a', references: [vpc.id] });
    const blockers = [{ id: subnet.id, type: 'subnet', name: 'a' }];
    const blocked = { status: 409, code: 'DependencyViolation', blockers };
    expect(refusalOf(await cloud.remove(vpc.id))).toMatchObject(blocked);
    await cloud.remove(subnet.id);
    expect(refusalOf(await cloud.remove(vpc.id))).toMatchObject(blocked);
    cloud.clock.advance(60_000);
    expect((await cloud.remove(vpc.id)).status).toBe(202);
  });
});

describe('lists', () => {
  test('have pages, oldest first, and miss nothing', async () => {
    const cloud = await startSimulator({ visibilityDelayMs: 0 });
    const names = Array.from({ length: 250 }, (_, index) => `role-${index}`);
    for (const name of names) await cloud.create({ type: 'iam_role', name });
    const sizes: number[] = [];
    const seen: string[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const reply = await cloud.send('GET', `/resources?nextToken=${token}`);
      const page = listAnswerSchema.parse(reply.body);
      sizes.push(page.items.length);
      seen.push(...page.items.map((it) => it.name));
      token = page.nextToken;
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(seen).toEqual(names);
  });

  test('filter by all given tags, by type and by name', async () => {
    const cloud = await startSimulator({ visibilityDelayMs: 0 });
    const tags = { 'slipway:uid': 'u', 'example.com/team': 'a b' };
    await cloud.create({ type: 'vpc', name: 'one', tags });
    await cloud.create({ type: 'subnet', name: 'one', tags });
    await cloud.create({ type: 'subnet', name: 'two', tags: { 'slipway:uid': 'u' } });
    const found = async (query: string) => {
      const reply = await cloud.send('GET', `/resources?${query}`);
      return listAnswerSchema.parse(reply.body).items.map((it) => `${it.type}/${it.name}`);
    };
    expect(await found('tag.slipway:uid=u')).toEqual(['vpc/one', 'subnet/one', 'subnet/two']);
    expect(await found('tag.slipway%3Auid=u&tag.example.com/team=a+b')).toEqual([
      'vpc/one',
      'subnet/one',
    ]);
    expect(await found('tag.slipway:uid=u&type=subnet&name=one')).toEqual(['subnet/one']);
    expect(await found('tag.slipway:uid=v')).toEqual([]);
    expect(await found('tag.nobody=has')).toEqual([]);
    const inspected = await cloud.inspect('?tag.example.com/team=a%20b');
    expect(inspected.map((it) => it.type)).toEqual(['vpc', 'subnet']);
  });

  test('return the catalogue unchanged, in pages', async () => {
    const catalogue = Array.from({ length: 130 }, (_, index) => ({
      instanceType: `m5.${index}`,
      any: [index],
    }));
    const cloud = await startSimulator({ catalogue });
    const page = z.strictObject({ items: z.array(z.unknown()), nextToken: z.string().optional() });
    const first = page.parse((await cloud.send('GET', '/instance-types')).body);
    expect(first.items).toHaveLength(100);
    const rest = await cloud.send('GET', `/instance-types?nextToken=${first.nextToken ?? ''}`);
    expect(rest.body).toEqual({ items: catalogue.slice(100) });
    const small = page.parse((await cloud.send('GET', '/instance-types?limit=3')).body);
    expect(small.items).toEqual(catalogue.slice(0, 3));
  });
});

describe('bad requests', () => {
  test('name every fault at once', async () => {
    const cloud = await startSimulator();
    const refusal = refusalOf(
      await cloud.send('POST', '/resources', { type: 'moon', region: 'mars', surprise: 1 }),
    );
    expect(refusal).toMatchObject({ status: 400, code: 'ValidationError' });
    expect(refusal.faults?.map((it) => it.path).toSorted()).toEqual(['', 'name', 'region', 'type']);
    expect(refusal.message).toContain('surprise');
    expect(await cloud.inspect()).toEqual([]);
  });

  test.each([
    ['POST', '/resources', '{"type":'],
    ['POST', '/resources', '[]'],
    ['POST', '/resources', { type: 'vpc', name: 'a', region: 'sim-east-1', tags: { a: 1 } }],
    [
      'POST',
      '/resources',
      {
        type: 'vpc',
        name: 'a',
        region: 'sim-east-1',
        tags: { 'slipway:simulation': '{"faults":[{}]}' },
      },
    ],
    ['GET', '/resources?limit=101', undefined],
    ['GET', '/resources?limit=0', undefined],
    ['GET', '/resources?nextToken=!', undefined],
    ['GET', '/resources?type=moon', undefined],
    ['GET', '/resources?tag.a=1&tag.a=2', undefined],
    ['GET', '/resources?surprise=1', undefined],
    ['GET', '/instance-types?limit=1000', undefined],
    ['GET', '/resources/%E0%A4%A', undefined],
    ['PUT', '/inspect/quotas', { type: 'vpc', limit: -1 }],
    ['PUT', '/inspect/throttle', { requestsPerSecond: 0, burst: 1 }],
  ])('%s %s %j is a ValidationError', async (method, target, body) => {
    const cloud = await startSimulator();
    expect(refusalOf(await cloud.send(method, target, body))).toMatchObject({
      status: 400,
      code: 'ValidationError',
    });
  });

  test('to an unknown path get the status 404', async () => {
    const cloud = await startSimulator();
    expect(refusalOf(await cloud.send('GET', '/elsewhere')).status).toBe(404);
  });

  test.each(simulatedDefinition.regions)(
    'every region of the contract exists: %s',
    async (region) => {
      const cloud = await startSimulator();
      expect(viewOf(await cloud.create({ type: 'vpc', region }), 201).region).toBe(region);
    },
  );

  test.each(FAULT_MOMENTS.flatMap((when) => FAULT_KINDS.map((kind) => ({ when, kind }))))(
    'every fault of the contract is known: %j',
    async (fault) => {
      const cloud = await startSimulator();
      const faults = [{ ...fault, type: 'queue' }];
      const tags = { 'slipway:simulation': JSON.stringify({ faults }) };
      expect((await cloud.create({ type: 'vpc', tags })).status).toBe(201);
    },
  );
});

describe('quotas', () => {
  test('apply to a type in a region, and do not count deleted resources', async () => {
    const cloud = await startSimulator();
    const quota = (body: object) => cloud.send('PUT', '/inspect/quotas', body);
    await quota({ type: 'elastic_ip', limit: 1 });
    await quota({ type: 'elastic_ip', limit: 2, region: 'sim-east-1' });
    const first = await cloud.have({ type: 'elastic_ip' });
    const full = { status: 400, code: 'ElasticIpLimitExceeded' };
    expect(refusalOf(await cloud.create({ type: 'elastic_ip' }))).toMatchObject(full);
    expect((await cloud.create({ type: 'vpc' })).status).toBe(201);
    const east = () => cloud.create({ type: 'elastic_ip', region: 'sim-east-1' });
    expect([(await east()).status, (await east()).status]).toEqual([201, 201]);
    expect(refusalOf(await east())).toMatchObject(full);

    await cloud.remove(first.id);
    expect(refusalOf(await cloud.create({ type: 'elastic_ip' }))).toMatchObject(full);
    cloud.clock.advance(60_000);
    expect((await cloud.create({ type: 'elastic_ip' })).status).toBe(201);
  });

  test('have a code of their own for each type', () => {
    expect([limitCode('vpc'), limitCode('pod_identity_association')]).toEqual([
      'VpcLimitExceeded',
      'PodIdentityAssociationLimitExceeded',
    ]);
  });
});

test('too many calls are throttled until the bucket has refilled', async () => {
  const cloud = await startSimulator();
  await cloud.send('PUT', '/inspect/throttle', { requestsPerSecond: 10, burst: 2 });
  const statuses = async (count: number) => {
    const replies = await Promise.all(
      Array.from({ length: count }, () => cloud.send('GET', '/resources')),
    );
    return replies.map((reply) => reply.status).toSorted((a, b) => a - b);
  };
  expect(await statuses(3)).toEqual([200, 200, 429]);
  expect(refusalOf(await cloud.send('GET', '/resources'))).toMatchObject({
    status: 429,
    code: 'Throttling',
    retryAfter: 1,
  });
  expect(await cloud.inspect()).toEqual([]);
  cloud.clock.advance(100);
  expect(await statuses(2)).toEqual([200, 429]);
  cloud.clock.advance(60_000);
  expect(await statuses(3)).toEqual([200, 200, 429]);
});

test('calls are recorded and counted, and a reset deletes them', async () => {
  const cloud = await startSimulator();
  const { id } = viewOf(
    await cloud.create({ type: 'vpc', clientToken: 't', tags: { a: 'b' } }),
    201,
  );
  await cloud.create({ type: 'vpc', name: 'second' });
  await cloud.get(id);
  await cloud.remove(id);
  await cloud.get('vpc-none');
  const report = (await cloud.send('GET', '/inspect/calls')).body;
  expect(report).toMatchObject({
    total: 5,
    counts: {
      'POST create vpc': 2,
      'GET read vpc': 1,
      'DELETE delete vpc': 1,
      'GET read': 1,
    },
    items: [
      {
        sequence: 1,
        method: 'POST',
        path: '/resources',
        type: 'vpc',
        name: 'main',
        clientToken: 't',
        tags: { a: 'b' },
        status: 201,
      },
      { sequence: 2, name: 'second' },
      { path: `/resources/${id}`, status: 404, code: 'ResourceNotFound' },
      { method: 'DELETE', status: 202 },
      { sequence: 5, path: '/resources/vpc-none' },
    ],
  });
  await cloud.send('POST', '/inspect/reset');
  expect(await cloud.inspect('?all=1')).toEqual([]);
  expect((await cloud.send('GET', '/inspect/calls')).body).toEqual({
    items: [],
    total: 0,
    counts: {},
  });
  expect((await cloud.send('GET', '/healthz')).status).toBe(200);
});
