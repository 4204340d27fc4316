/** The versions of Kubernetes: which ones there are, the default, and those that AWS upgrades by itself. */
import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  DescribeUpdateCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
  type Cluster,
} from '@aws-sdk/client-eks';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../contract/resources/graph.ts';
import { cloudResource } from '../../../providers/identity.ts';
import { versionFaults } from '../../../providers/kubernetes/versions.ts';
import { versionsAt } from '../../../providers/simulated/versions.ts';
import { cluster, nodeOf } from '../../support/aws/plans.ts';
import { ARN, context, mockedEks, refusal, requestOf, settle, tagsOf } from './mocked-eks.ts';

const { eks, owner, provider } = mockedEks();
/** A spec that names no version. */
const unnamed = { kubernetesVersion: undefined };
const CONTROL = { type: 'control_plane', name: 'main', generation: 1 };

/** As AWS answered in 2026: 1.31 is in extended support, and 1.34 is the default. */
const VERSIONS = [
  { clusterVersion: '1.34', defaultVersion: true, versionStatus: 'STANDARD_SUPPORT' as const },
  { clusterVersion: '1.33', defaultVersion: false, versionStatus: 'STANDARD_SUPPORT' as const },
  { clusterVersion: '1.31', defaultVersion: false, versionStatus: 'EXTENDED_SUPPORT' as const },
  { clusterVersion: '1.28', defaultVersion: false, versionStatus: 'UNSUPPORTED' as const },
];

function controlPlane(version: string, more: Partial<Cluster> = {}): Cluster {
  return {
    name: 'demo',
    arn: ARN,
    version,
    status: 'ACTIVE',
    upgradePolicy: { supportType: 'STANDARD' },
    tags: tagsOf(owner, CONTROL),
    ...more,
  };
}

/** EKS with a control plane that follows its updates at once. */
function running(version: string): { version: string; supportType: string } {
  const state = { version, supportType: 'STANDARD' };
  eks.on(DescribeClusterCommand).callsFake(() => ({
    cluster: controlPlane(state.version, {
      upgradePolicy: { supportType: state.supportType === 'EXTENDED' ? 'EXTENDED' : 'STANDARD' },
    }),
  }));
  eks.on(UpdateClusterVersionCommand).callsFake((input: { version: string }) => {
    state.version = input.version;
    return { update: { id: 'update-1' } };
  });
  eks
    .on(UpdateClusterConfigCommand)
    .callsFake((input: { upgradePolicy: { supportType: string } }) => {
      state.supportType = input.upgradePolicy.supportType;
      return { update: { id: 'update-2' } };
    });
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'Successful' } });
  return state;
}

function found(version: string) {
  const it = { cloudId: ARN, tags: tagsOf(owner, CONTROL), state: 'available' as const };
  const resource = cloudResource(owner, 'control_plane', { ...it, outputs: { version } });
  return resource === undefined ? [] : [resource];
}

function ledgerOf(version: string): Ledger {
  const plan = provider.plan(owner, cluster({ kubernetesVersion: version }));
  const { operation: _operation, ...node } = nodeOf(plan, 'control_plane/main');
  const times = { changedAt: '2026-01-01T00:00:00.000Z', operationId: 'earlier' };
  return { [node.urn]: { ...node, status: 'present', ...times } };
}

const sent = () =>
  eks.commandCalls(UpdateClusterVersionCommand).map(({ args: [{ input }] }) => input.version);

beforeEach(() => {
  eks.reset();
  eks
    .on(DescribeClusterVersionsCommand)
    .callsFake(({ nextToken }: { nextToken?: string }) =>
      nextToken === undefined
        ? { clusterVersions: VERSIONS.slice(2), nextToken: 'more' }
        : { clusterVersions: VERSIONS.slice(0, 2) },
    );
});

describe('a cluster of EKS', () => {
  test('gets the default version of AWS, which all pages of the versions tell', async () => {
    const state = { resource: cluster(unnamed), ledger: {}, found: [] };
    const { resource } = await provider.adopt(owner, state, context);
    expect(resource.spec).toMatchObject({ kubernetesVersion: '1.34' });
  });

  test('keeps the version that it has, also a newer one to which AWS has upgraded it', async () => {
    const spec = cluster({ kubernetesVersion: '1.33' });
    const state = { resource: spec, ledger: ledgerOf('1.33'), found: found('1.34') };
    const { resource, ledger } = await provider.adopt(owner, state, context);
    expect(resource.spec).toMatchObject({ kubernetesVersion: '1.34' });
    const [entry] = Object.values(ledger);
    expect(entry?.properties).toMatchObject({ kubernetesVersion: '1.34' });
    const asked = { ...state, resource: cluster(unnamed), found: found('1.33') };
    const kept = await provider.adopt(owner, asked, context);
    expect(kept.resource.spec).toMatchObject({ kubernetesVersion: '1.33' });
    expect(kept.ledger).toBe(state.ledger);
  });

  test('is upgraded minor by minor, and each update is followed to its end', async () => {
    const state = running('1.31');
    const request = requestOf({ owner, provider }, 'control_plane/main', {
      kubernetesVersion: '1.34',
    });
    await settle(provider, request, { cloudId: ARN, outputs: {} });
    expect(sent()).toEqual(['1.32', '1.33', '1.34']);
    expect(state.version).toBe('1.34');
  });

  test('gets the policy of its spec before its version', async () => {
    const state = running('1.33');
    const request = requestOf({ owner, provider }, 'control_plane/main', {
      kubernetesVersion: '1.34',
      upgradePolicy: 'extended',
    });
    const messages = await settle(provider, request, { cloudId: ARN, outputs: {} });
    expect(state).toEqual({ version: '1.34', supportType: 'EXTENDED' });
    expect(messages[0]).toContain('to the support EXTENDED');
  });

  test('goes back by one minor version in an undo', async () => {
    const state = running('1.34');
    const request = requestOf({ owner, provider }, 'control_plane/main', {
      kubernetesVersion: '1.33',
    });
    const messages = await settle(provider, request, { cloudId: ARN, outputs: {} });
    expect(messages).toEqual([`${ARN} lacks the update of cluster demo back to 1.33`]);
    expect(sent()).toEqual(['1.33']);
    expect(state.version).toBe('1.33');
  });

  test('says at once that EKS refuses to go back', async () => {
    running('1.34');
    const late = 'Rollback is not available: the upgrade completed more than 7 days ago';
    eks
      .on(UpdateClusterVersionCommand)
      .rejects(refusal('InvalidRequestException', late, 'eks:UpdateClusterVersion'));
    const back = (kubernetesVersion: string) =>
      provider.ensure(
        requestOf({ owner, provider }, 'control_plane/main', { kubernetesVersion }),
        context,
      );
    const final = { code: 'version_cannot_go_back', retryable: false };
    const publicMessage: unknown = expect.stringContaining(late);
    await expect(back('1.33')).rejects.toMatchObject({ ...final, publicMessage });
    await expect(back('1.32')).rejects.toMatchObject(final);
  });
});

describe('a version is checked', () => {
  const offered = VERSIONS.map(({ clusterVersion, defaultVersion, versionStatus }) => ({
    version: clusterVersion,
    isDefault: defaultVersion,
    support: (
      { STANDARD_SUPPORT: 'standard', EXTENDED_SUPPORT: 'extended', UNSUPPORTED: 'none' } as const
    )[versionStatus],
  }));
  const faults = (spec: object, current?: string) => {
    const { spec: parsed } = cluster(spec);
    return 'nodeGroups' in parsed ? versionFaults(parsed, current, offered) : {};
  };

  test('against those that the cloud offers', () => {
    expect(faults({ kubernetesVersion: '1.34' })).toEqual({});
    expect(faults(unnamed)).toEqual({});
    for (const version of ['1.28', '1.35']) {
      expect(faults({ kubernetesVersion: version })).toEqual({
        kubernetesVersion: 'is not offered; the provider has 1.31, 1.33, 1.34',
      });
    }
  });

  test('against the policy, for new clusters', () => {
    const { kubernetesVersion } = faults({ kubernetesVersion: '1.31' });
    expect(kubernetesVersion).toContain('upgradePolicy');
    expect(faults({ kubernetesVersion: '1.31', upgradePolicy: 'extended' })).toEqual({});
  });

  test('not at all for a cluster that has it', () => {
    expect(faults({ kubernetesVersion: '1.28' }, '1.28')).toEqual({});
    expect(faults({ kubernetesVersion: '1.30' }, '1.31')).toEqual({});
    expect(faults({ kubernetesVersion: '1.35' }, '1.34')).toHaveProperty('kubernetesVersion');
  });
});

test('the versions of the simulated cloud age, and one of them is always the default', () => {
  const at = (date: string) => versionsAt(Date.parse(date));
  const supportOf = (date: string) => at(date).map(({ support }) => support);
  const defaultOf = (date: string) =>
    at(date).flatMap(({ version, isDefault }) => (isDefault ? [version] : []));
  expect(defaultOf('2026-12-01')).toEqual(['1.33']);
  expect(supportOf('2026-12-01')).toEqual(['standard', 'standard', 'standard', 'standard']);
  expect(defaultOf('2028-02-01')).toEqual(['1.34']);
  expect(supportOf('2028-02-01')).toEqual(['extended', 'standard', 'standard', 'standard']);
  expect(supportOf('2040-01-01')).toEqual(['none', 'none', 'none', 'standard']);
  expect(defaultOf('2001-01-01')).toEqual(['1.31']);
});
