/** Add-ons of EKS follow the version of their cluster, and take versions and configurations of the spec. */
import {
  DescribeAddonCommand,
  DescribeAddonVersionsCommand,
  DescribeUpdateCommand,
  UpdateAddonCommand,
  CreateAddonCommand,
  EKS,
  type Addon,
  type UpdateAddonCommandInput,
} from '@aws-sdk/client-eks';
import { beforeEach, describe, expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import { addonFaults } from '../../../providers/aws/addon-versions.ts';
import { context, mockedEks, requestOf, settle, tagsOf } from './mocked-eks.ts';

const { eks, owner, provider } = mockedEks();
const CNI = { type: 'addon', name: 'vpc-cni', generation: 1 };
const ref = {
  cloudId: 'arn:aws:eks:eu-central-1:111122223333:addon/demo/vpc-cni/1',
  outputs: {},
};

/** Newest first: each version, the versions of Kubernetes that it supports, and where it is the default. */
const VERSIONS = [
  { addonVersion: 'v1.21.0-eksbuild.1', supports: ['1.33', '1.34'], defaultFor: [] },
  { addonVersion: 'v1.20.0-eksbuild.1', supports: ['1.33', '1.34'], defaultFor: ['1.34'] },
  { addonVersion: 'v1.19.0-eksbuild.1', supports: ['1.33'], defaultFor: ['1.33'] },
  { addonVersion: 'v1.18.0-eksbuild.1', supports: ['1.32', '1.33'], defaultFor: ['1.32'] },
];

let addon: Addon;

beforeEach(() => {
  eks.reset();
  addon = {
    addonName: 'vpc-cni',
    addonArn: ref.cloudId,
    addonVersion: 'v1.18.0-eksbuild.1',
    status: 'ACTIVE',
    tags: tagsOf(owner, CNI),
  };
  eks.on(DescribeAddonCommand).callsFake(() => ({ addon }));
  eks
    .on(DescribeAddonVersionsCommand)
    .callsFake((input: { addonName: string; kubernetesVersion: string }) => {
      const addonVersions = VERSIONS.filter((it) => it.supports.includes(input.kubernetesVersion));
      const isKnown = input.addonName === 'vpc-cni';
      return {
        addons: isKnown
          ? [
              {
                addonName: 'vpc-cni',
                addonVersions: addonVersions.map(({ addonVersion, defaultFor }) => ({
                  addonVersion,
                  compatibilities: [
                    {
                      clusterVersion: input.kubernetesVersion,
                      defaultVersion: defaultFor.includes(input.kubernetesVersion),
                    },
                  ],
                })),
              },
            ]
          : [],
      };
    });
  eks.on(UpdateAddonCommand).callsFake((input: UpdateAddonCommandInput) => {
    const { addonVersion, configurationValues = addon.configurationValues } = input;
    addon = { ...addon, addonVersion, configurationValues };
    return { update: { id: 'update-1' } };
  });
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'Successful' } });
});

const request = (spec: object) =>
  requestOf({ owner, provider }, 'addon/vpc-cni', { addons: ['vpc-cni'], ...spec });
const updates = () => eks.commandCalls(UpdateAddonCommand).map(({ args: [{ input }] }) => input);

describe('an add-on', () => {
  test('gets the default version for the version of its cluster', async () => {
    const before = request({ kubernetesVersion: '1.33' }).node;
    const wanted = request({ kubernetesVersion: '1.34' });
    expect(provider.change(before, wanted.node)).toBe('update');
    await settle(provider, wanted, ref);
    expect(addon.addonVersion).toBe('v1.20.0-eksbuild.1');
    expect(updates()).toMatchObject([{ resolveConflicts: 'PRESERVE', addonName: 'vpc-cni' }]);
  });

  test('keeps a newer version that supports the cluster', async () => {
    addon = { ...addon, addonVersion: 'v1.21.0-eksbuild.1' };
    await settle(provider, request({ kubernetesVersion: '1.33' }), ref);
    expect(updates()).toEqual([]);
  });

  test('gets the version and the configuration of the spec, and loses them with the spec', async () => {
    const configuration = { env: { ENABLE_PREFIX_DELEGATION: 'true' } };
    const set = { 'vpc-cni': { version: 'v1.21.0-eksbuild.1', configuration } };
    await settle(provider, request({ kubernetesVersion: '1.34', addonSettings: set }), ref);
    expect(addon.addonVersion).toBe('v1.21.0-eksbuild.1');
    expect(JSON.parse(addon.configurationValues ?? '')).toEqual(configuration);
    await settle(provider, request({ kubernetesVersion: '1.34' }), ref);
    expect(addon.configurationValues).toBe('{}');
    expect(addon.addonVersion).toBe('v1.21.0-eksbuild.1');
  });

  test('says why EKS could not update it', async () => {
    eks.on(UpdateAddonCommand).resolves({ update: { id: 'update-9' } });
    eks.on(DescribeUpdateCommand).resolves({
      update: {
        status: 'Failed',
        errors: [{ errorCode: 'ConfigurationConflict', errorMessage: 'aws-node was changed' }],
      },
    });
    const failing = settle(provider, request({ kubernetesVersion: '1.34' }), ref);
    await expect(failing).rejects.toMatchObject({ code: 'configuration_conflict' });
    const [call] = eks.commandCalls(DescribeUpdateCommand);
    expect(call?.args[0].input).toMatchObject({ addonName: 'vpc-cni' });
  });
});

test('the driver of volumes makes the default StorageClass, unless the spec says otherwise', () => {
  const planned = (addonSettings: object) =>
    requestOf({ owner, provider }, 'addon/aws-ebs-csi-driver', {
      addons: ['aws-ebs-csi-driver'],
      addonSettings,
    }).node.properties['configuration'];
  expect(planned({})).toEqual({ defaultStorageClass: { enabled: true } });
  const off = { defaultStorageClass: { enabled: false } };
  expect(planned({ 'aws-ebs-csi-driver': { configuration: off } })).toEqual(off);
});

test('a new add-on has the version and configuration of the spec from the beginning', async () => {
  eks.on(DescribeAddonCommand).resolves({});
  eks.on(CreateAddonCommand).resolves({ addon: { addonArn: ref.cloudId } });
  const settings = { version: 'v1.20.0-eksbuild.1', configuration: { a: 1 } };
  await provider.ensure(request({ addonSettings: { 'vpc-cni': settings } }), context);
  const [call] = eks.commandCalls(CreateAddonCommand);
  expect(call?.args[0].input).toMatchObject({
    addonVersion: 'v1.20.0-eksbuild.1',
    configurationValues: '{"a":1}',
  });
});

test('unknown add-ons and versions are faults of the spec', async () => {
  const spec = clusterSpecSchema.parse({
    addons: ['vpc-cni', 'no-such-addon'],
    addonSettings: { 'vpc-cni': { version: 'v1.18.0-eksbuild.1' } },
  });
  const aws = { eks: new EKS({ region: 'eu-central-1' }) };
  expect(await addonFaults(aws, spec, '1.34')).toEqual({
    'addons.1': 'EKS has no add-on no-such-addon for Kubernetes 1.34',
    'addonSettings.vpc-cni.version':
      'EKS has no such version of vpc-cni for Kubernetes 1.34; the newest are v1.21.0-eksbuild.1, v1.20.0-eksbuild.1',
  });
  expect(await addonFaults(aws, { ...spec, addons: ['vpc-cni'] }, '1.33')).toEqual({});
});
