/** The settings of an EKS control plane: how it is made, changed, and protected from deletion. */
import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  UpdateClusterConfigCommand,
  type Cluster,
  type UpdateClusterConfigRequest,
} from '@aws-sdk/client-eks';
import { beforeEach, describe, expect, test } from 'vitest';
import { ownerOf } from '../../support/aws/plans.ts';
import { ARN, context, mockedEks, requestOf, settle, tagsOf } from './mocked-eks.ts';

const { eks, owner, provider } = mockedEks();
const CONTROL = { type: 'control_plane', name: 'main', generation: 1 };
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** What EKS says about the cluster, which it changes at once. */
let cluster: Cluster;

beforeEach(() => {
  eks.reset();
  cluster = {
    name: 'demo',
    arn: ARN,
    version: '1.33',
    status: 'ACTIVE',
    upgradePolicy: { supportType: 'STANDARD' },
    deletionProtection: false,
    resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
    logging: {
      clusterLogging: [
        { types: ['api', 'audit', 'authenticator'], enabled: true },
        { types: ['controllerManager', 'scheduler'], enabled: false },
      ],
    },
    tags: tagsOf(owner, CONTROL),
  };
  eks.on(DescribeClusterCommand).callsFake(() => ({ cluster }));
  eks.on(UpdateClusterConfigCommand).callsFake((input: UpdateClusterConfigRequest) => {
    const { resourcesVpcConfig, logging, upgradePolicy, deletionProtection, computeConfig } = input;
    cluster = {
      ...cluster,
      ...(upgradePolicy && { upgradePolicy }),
      ...(logging && { logging }),
      ...(computeConfig && { computeConfig }),
      ...(deletionProtection !== undefined && { deletionProtection }),
      ...(resourcesVpcConfig && {
        resourcesVpcConfig: { ...cluster.resourcesVpcConfig, ...resourcesVpcConfig },
      }),
    };
    return { update: { id: `update-${eks.calls().length}` } };
  });
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'Successful' } });
});

const request = (spec: object) => requestOf({ owner, provider }, 'control_plane/main', spec);
const changes = () =>
  eks.commandCalls(UpdateClusterConfigCommand).map(({ args: [{ input }] }) => input);

test('a control plane is made with the settings of its spec', async () => {
  eks.on(DescribeClusterCommand).resolves({});
  eks.on(CreateClusterCommand).resolves({ cluster });
  const aws = { encryptionKeyArn: KEY, publicAccessCidrs: ['192.0.2.0/24'], logTypes: ['audit'] };
  await provider.ensure(request({ aws, deletionProtection: true }), context);
  const [call] = eks.commandCalls(CreateClusterCommand);
  expect(call?.args[0].input).toMatchObject({
    // Without the resources, EKS refuses the configuration.
    encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: KEY } }],
    resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['192.0.2.0/24'] },
    logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
    deletionProtection: true,
  });
});

test('a control plane with the default settings lacks nothing', async () => {
  await settle(provider, request({}), { cloudId: ARN, outputs: {} });
  expect(changes()).toEqual([]);
});

test('each kind of setting is changed by an update of its own', async () => {
  const publicAccessCidrs = ['192.0.2.0/24', '198.51.100.0/24'];
  const wanted = request({
    upgradePolicy: 'extended',
    deletionProtection: true,
    aws: { publicAccessCidrs, logTypes: ['audit', 'scheduler'] },
  });
  await settle(provider, wanted, { cloudId: ARN, outputs: {} });
  expect(changes()).toEqual([
    { name: 'demo', upgradePolicy: { supportType: 'EXTENDED' } },
    {
      name: 'demo',
      resourcesVpcConfig: {
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs,
      },
    },
    {
      name: 'demo',
      logging: {
        clusterLogging: [
          { types: ['audit', 'scheduler'], enabled: true },
          { types: ['api', 'authenticator', 'controllerManager'], enabled: false },
        ],
      },
    },
    { name: 'demo', deletionProtection: true },
  ]);
  const closed = request({ aws: { endpointAccess: 'private', logTypes: [] } });
  await settle(provider, closed, { cloudId: ARN, outputs: {} });
  expect(cluster.resourcesVpcConfig?.endpointPublicAccess).toBe(false);
});

describe('Auto Mode', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/auto-node';
  /** The request with the role of the nodes among its dependencies. */
  function autoRequest(autoMode: boolean | object, of = owner): ReturnType<typeof request> {
    const it = requestOf({ owner: of, provider }, 'control_plane/main', { aws: { autoMode } });
    const urn = it.node.dependsOn.find((name) => name.endsWith('iam_role/auto-node'));
    const dependencies = urn === undefined ? {} : { [urn]: { cloudId: ROLE, outputs: {} } };
    return { ...it, dependencies };
  }
  const parts = (enabled: boolean, computeConfig: object) => ({
    computeConfig: { enabled, ...computeConfig },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
    storageConfig: { blockStorage: { enabled } },
  });

  test('is on from the beginning, with its three parts and the role of its nodes', async () => {
    eks.on(DescribeClusterCommand).resolves({});
    eks.on(CreateClusterCommand).resolves({ cluster });
    await provider.ensure(autoRequest(true, ownerOf('cluster', 'auto')), context);
    const [call] = eks.commandCalls(CreateClusterCommand);
    expect(call?.args[0].input).toMatchObject({
      ...parts(true, { nodePools: ['general-purpose', 'system'], nodeRoleArn: ROLE }),
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: 'API' },
    });
  });

  test('is turned on, gets other pools and is turned off by updates of all three parts', async () => {
    const ref = { cloudId: ARN, outputs: {} };
    await settle(provider, autoRequest(true), ref);
    await settle(provider, autoRequest({ nodePools: ['system'] }), ref);
    await settle(provider, autoRequest(false), ref);
    expect(changes()).toEqual([
      {
        name: 'demo',
        ...parts(true, { nodePools: ['general-purpose', 'system'], nodeRoleArn: ROLE }),
      },
      { name: 'demo', ...parts(true, { nodePools: ['system'], nodeRoleArn: ROLE }) },
      { name: 'demo', ...parts(false, {}) },
    ]);
  });
});

describe('deletion protection', () => {
  test('is taken off by a rollback before the control plane is deleted', async () => {
    cluster = { ...cluster, deletionProtection: true };
    const { node } = request({ deletionProtection: true });
    expect(await provider.remove({ owner, node }, context)).toMatchObject({
      state: 'pending',
      message: `${ARN} waits for the end of its deletion protection`,
    });
    expect(changes()).toEqual([{ name: 'demo', deletionProtection: false }]);
    expect(eks.commandCalls(DeleteClusterCommand)).toEqual([]);
  });

  test('shows in the resources that a deletion reads before its first effect', async () => {
    cluster = { ...cluster, deletionProtection: true };
    const readiness = await provider.awaitReady(
      request({ deletionProtection: true }),
      { cloudId: ARN, outputs: {} },
      context,
    );
    expect(readiness).toMatchObject({ outputs: { deletionProtection: 'true' } });
  });
});
