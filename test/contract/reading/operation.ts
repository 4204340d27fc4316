import { describe, expect, test } from 'vitest';
import { documentedFields, keysOf, words } from '../words.ts';
import { endOf, operationOf, statesOf, storiesOf, type World } from '../world.ts';

/** The words of the contract, copied, so that a changed schema is noticed. */
const ALWAYS = [
  'id organizationId memberId operation status progress resourceType resourceId',
  'createdAt updatedAt version cancelable links',
];
const ITEM =
  'provider instanceType vCpus memoryMiB architecture gpuCount instanceFamily maxPods group allocatableMilliCpu';
const METADATA =
  'provider systemPodsPerNode systemPodsPerSystemNode systemPodsFixed systemPodsPerNodeMargin systemPodsFixedMargin systemMilliCPUPerNode systemMilliCPUFixed karpenterMilliCPUPerReplica karpenterReplicas';
const ENUMS = {
  operation:
    'create_cluster update_cluster delete_cluster recover_cluster create_network delete_network discover_instance_types verify_connection apply_deployment destroy_deployment',
  status: 'pending running awaiting_confirmation canceling succeeded failed canceled',
  resourceType: 'cluster network connection deployment',
};
const STAGES =
  'queued claiming validating planning awaiting_confirmation provisioning verifying rolling_back finalizing done';

export function operation(world: World): void {
  describe('the operation', () => {
    test('has these fields, in every state, and no others', async () => {
      const running = operationOf(await world.api.get(`/operations/${world.stalled.id}`));
      const of = 'resourceUid';
      expect(keysOf(world.demo[0])).toEqual(words(...ALWAYS, of));
      expect(keysOf(running)).toEqual(words(...ALWAYS, of, 'startedAt'));
      const ended = [...ALWAYS, 'startedAt', 'completedAt'];
      expect(keysOf(endOf(world.demo))).toEqual(words(...ended, of, 'result'));
      expect(keysOf(endOf(world.discovery))).toEqual(words(...ended, 'result'));
      expect(keysOf(endOf(world.failed))).toEqual(words(...ended, of, 'error'));
      expect(keysOf(endOf(world.canceled))).toEqual(words(...ended, of, 'error decisions'));
      expect(keysOf(running.progress)).toEqual(words('stage message resources summary'));
    });

    test('operation, status and resourceType are these words', async () => {
      const properties = await documentedFields(world.api, 'Operation');
      for (const [field, line] of Object.entries(ENUMS)) {
        expect(properties[field]?.enum?.toSorted()).toEqual(words(line));
      }
      expect(new Set(statesOf(world).map(({ status }) => status))).toEqual(
        new Set(['pending', 'running', 'canceling', 'succeeded', 'failed', 'canceled']),
      );
    });

    test('result: items and metadata, and after a creation resource and outputs; of a cluster, the check of its Kubernetes API', () => {
      expect(keysOf(endOf(world.discovery).result)).toEqual(words('items metadata'));
      expect(keysOf(endOf(world.demo).result)).toEqual(
        words('items metadata resource outputs kubernetes'),
      );
      expect(endOf(world.demo).result?.kubernetes).toEqual({
        checked: false,
        message: 'Not checked: the simulated cluster has no Kubernetes API.',
      });
      expect(keysOf(endOf(world.network).result)).toEqual(words('resource outputs'));
      expect(endOf(world.network).result?.resource).toEqual({
        type: 'network',
        id: 'ground',
        uid: endOf(world.network).resourceUid,
      });
    });

    test('result.items[] and result.metadata have these fields', () => {
      for (const story of [world.discovery, world.demo]) {
        const { result } = endOf(story);
        expect(result?.items?.length).toBeGreaterThan(0);
        for (const item of result?.items ?? []) expect(keysOf(item)).toEqual(words(ITEM));
        expect(keysOf(result?.metadata)).toEqual(words(METADATA));
      }
    });

    test('discovery has every matching type; a cluster has the types of its node groups', async () => {
      const all = await world.stack.succeeded(
        (await world.stack.submit('/instance-types:discover')).id,
      );
      const m5 = all.result?.items?.filter(({ instanceFamily }) => instanceFamily === 'm5');
      expect(endOf(world.discovery).result?.items).toEqual(m5);
      expect(m5?.length).toBeGreaterThan(1);
      expect(endOf(world.demo).result?.items).toMatchObject([
        { instanceType: 'm5.large', group: 'default' },
      ]);
    });

    test('discovery belongs to a connection; a built-in connection `simulated` always exists', () => {
      expect(endOf(world.discovery)).toMatchObject({
        operation: 'discover_instance_types',
        resourceType: 'connection',
        resourceId: 'simulated',
      });
    });

    test('the API docs describe each metadata field', async () => {
      const properties = await documentedFields(world.api, 'DiscoveryMetadata');
      expect(keysOf(properties)).toEqual(words(METADATA));
      for (const { description = '' } of Object.values(properties)) {
        expect(description.length).toBeGreaterThan(10);
      }
    });

    test('stage is one of these', async () => {
      expect((await documentedFields(world.api, 'Progress'))['stage']?.enum?.toSorted()).toEqual(
        words(STAGES),
      );
      const seen = new Set(statesOf(world).map(({ progress }) => progress.stage));
      expect([...seen].filter((stage) => !STAGES.split(' ').includes(stage))).toEqual([]);
      for (const stage of ['queued', 'provisioning', 'rolling_back', 'done'] as const) {
        expect(seen).toContain(stage);
      }
      for (const story of storiesOf(world)) expect(endOf(story).progress.stage).toBe('done');
    });
  });

  test('ids are 26 characters of Crockford base32 in upper case, sortable by time', async () => {
    const first = await world.stack.submit('/instance-types:discover');
    const second = await world.stack.submit('/instance-types:discover');
    for (const { id } of [...statesOf(world), first, second]) {
      expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    }
    expect(first.id.slice(0, 10) <= second.id.slice(0, 10)).toBe(true);
    expect(endOf(world.demo).id < first.id).toBe(true);
  });

  test('additive fields: version, startedAt of a resource, resourceUid, cancelable, links', async () => {
    const running = operationOf(await world.api.get(`/operations/${world.stalled.id}`));
    const at = `/operations/${running.id}`;
    expect(running).toMatchObject({ cancelable: true, version: expect.any(Number) });
    expect(running.resourceUid).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(running.links).toMatchObject({
      self: at,
      events: `${at}/events`,
      cancel: `${at}/cancel`,
      resource: '/clusters/still',
    });
    const ended = endOf(world.demo);
    expect(ended.cancelable).toBe(false);
    expect(ended.links.cancel).toBeUndefined();
    const known = new Set(words('self events cancel retry resource temporalUi'));
    for (const { links } of statesOf(world)) {
      expect(Object.keys(links).filter((link) => !known.has(link))).toEqual([]);
    }
  });
}
