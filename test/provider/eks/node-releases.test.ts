/** The release and the repair of a node group of EKS. */
import {
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  ListNodegroupsCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
  type Nodegroup,
  type UpdateNodegroupVersionRequest,
} from '@aws-sdk/client-eks';
import { beforeEach, expect, test } from 'vitest';
import { mockedEks, requestOf, settle, tagsOf } from './mocked-eks.ts';

const { eks, owner, provider } = mockedEks();
const BLUE = { type: 'node_group', name: 'blue', generation: 1 };
const ref = { cloudId: 'arn:aws:eks:eu-central-1:111122223333:nodegroup/demo/blue/1', outputs: {} };

/** What EKS says about the group `blue`, which it changes at once. */
let group: Nodegroup;

const request = (more: object, spec: object = {}) =>
  requestOf({ owner, provider }, 'node_group/blue', {
    nodeGroups: [{ name: 'blue', ...more }],
    ...spec,
  });
const updates = () =>
  eks.commandCalls(UpdateNodegroupVersionCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  eks.reset();
  group = {
    nodegroupName: 'blue',
    nodegroupArn: ref.cloudId,
    status: 'ACTIVE',
    version: '1.33',
    releaseVersion: '1.33.1-20260101',
    scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
    updateConfig: { maxUnavailable: 1 },
    tags: tagsOf(owner, BLUE),
  };
  eks.on(ListNodegroupsCommand).resolves({ nodegroups: ['blue'] });
  eks.on(DescribeNodegroupCommand).callsFake(() => ({ nodegroup: group }));
  eks.on(UpdateNodegroupVersionCommand).callsFake((input: UpdateNodegroupVersionRequest) => {
    const { version, releaseVersion = `${version}.9-20260909` } = input;
    group = { ...group, version, releaseVersion };
    return { update: { id: 'update-1' } };
  });
  eks.on(UpdateNodegroupConfigCommand).callsFake((input: Nodegroup) => {
    group = { ...group, nodeRepairConfig: input.nodeRepairConfig ?? group.nodeRepairConfig };
    return { update: { id: 'update-2' } };
  });
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'Successful' } });
});

test('a newer release is an update of the group, which its messages name', async () => {
  const messages = await settle(provider, request({ release: '1.33.4-20260301' }), ref);
  expect(messages[0]).toContain('node group blue of demo to release 1.33.4-20260301');
  expect(updates()).toEqual([
    {
      clusterName: 'demo',
      nodegroupName: 'blue',
      version: '1.33',
      releaseVersion: '1.33.4-20260301',
      force: false,
    },
  ]);
});

test('an older release is none, because EKS takes no group back', async () => {
  await settle(provider, request({ release: '1.33.0-20251201' }), ref);
  expect(updates()).toEqual([]);
});

test('a version and a release come with one update, and the release of another version is left to EKS', async () => {
  const upgraded = { kubernetesVersion: '1.34' };
  await settle(provider, request({ release: '1.34.2-20260301' }, upgraded), ref);
  expect(updates()).toMatchObject([{ version: '1.34', releaseVersion: '1.34.2-20260301' }]);
  group = { ...group, version: '1.33', releaseVersion: '1.33.1-20260101' };
  await settle(provider, request({ release: '1.33.1-20260101' }, upgraded), ref);
  expect(updates()[1]).not.toHaveProperty('releaseVersion');
  expect(group.version).toBe('1.34');
});

test('the release that runs is an output of the node', async () => {
  const { signal } = new AbortController();
  const seen = await provider.awaitReady(request({}), ref, { signal });
  expect(seen).toMatchObject({ state: 'ready', outputs: { release: '1.33.1-20260101' } });
});

test('the repair of nodes is turned on, changed and off again', async () => {
  const repairs = () =>
    eks
      .commandCalls(UpdateNodegroupConfigCommand)
      .map(({ args: [{ input }] }) => input.nodeRepairConfig);
  const nodeRepair = { enabled: true, maxParallelNodesRepairedCount: 2 };
  await settle(provider, request({ aws: { nodeRepair } }), ref);
  await settle(provider, request({ aws: { nodeRepair } }), ref);
  await settle(provider, request({}), ref);
  // EKS may answer with settings that are off.
  group = { ...group, nodeRepairConfig: { enabled: false, nodeRepairConfigOverrides: [] } };
  await settle(provider, request({ labels: {} }), ref);
  expect(repairs()).toEqual([nodeRepair, { enabled: false }]);
});
