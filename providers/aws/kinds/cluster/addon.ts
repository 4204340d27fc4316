import type { Aws } from '../../client/access.ts';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { clientToken } from '../../../identity.ts';
import { issuesOf, readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';
import { wantedAddonVersion } from '../../addon-versions.ts';
import { diffByUpdate } from './updates.ts';

const PROPERTIES = z.object({
  /** The default for the version of Kubernetes unless given. */
  version: z.string().optional(),
  kubernetesVersion: z.string().optional(),
  configuration: z.record(z.string(), z.json()).default({}),
});

const STATES = {
  CREATING: 'creating',
  // Something that the add-on needs is missing. For example, coredns is degraded until there are nodes.
  DEGRADED: 'creating',
  ACTIVE: 'available',
  UPDATING: 'updating',
  UPDATE_FAILED: 'available',
  CREATE_FAILED: 'failed',
  DELETE_FAILED: 'failed',
  DELETING: 'deleting',
} as const;

/** An add-on that EKS installs and manages. */
export const addon = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const names = name === undefined ? await namesIn(eks, cluster) : [name];
    const found = await Promise.all(
      names.map(async (addonName): Promise<FoundNode[]> => {
        const seen = await unlessMissing(eks.describeAddon({ clusterName: cluster, addonName }));
        const tags = readEksTags(seen?.addon?.tags);
        if (!carries(tags, identityTags(owner, 'addon', name))) return [];
        const { addonArn = '', addonVersion = '', status = 'CREATING', health } = seen?.addon ?? {};
        const reason = issuesOf(health?.issues);
        return [
          {
            cloudId: addonArn,
            tags,
            state: STATES[status],
            ...(reason !== undefined && { reason }),
            outputs: { version: addonVersion },
          },
        ];
      }),
    );
    return found.flat();
  },
  async create({ eks }, request, { version, configuration }) {
    const { owner, node } = request;
    const { addon: made } = await eks.createAddon({
      clusterName: clusterName(owner),
      addonName: node.name,
      addonVersion: version,
      ...(Object.keys(configuration).length > 0 && {
        configurationValues: JSON.stringify(configuration),
      }),
      resolveConflicts: 'OVERWRITE',
      tags: allTags(request),
      clientRequestToken: clientToken(owner, node),
    });
    return { cloudId: made?.addonArn ?? '' };
  },
  async diff(aws, { owner, node }, { outputs }, properties) {
    const cluster = clusterName(owner);
    const addonName = node.name;
    const { addon: seen } = await aws.eks.describeAddon({ clusterName: cluster, addonName });
    const current = outputs['version'] ?? '';
    const addonVersion = await wantedAddonVersion(aws, addonName, properties, current);
    const isConfigured = isDeepStrictEqual(
      valuesOf(seen?.configurationValues),
      properties.configuration,
    );
    if (addonVersion === current && isConfigured) return [];
    const what = `add-on ${addonName} of ${cluster} to ${addonVersion}${isConfigured ? '' : ' with its configuration'}`;
    return [
      await diffByUpdate(aws, { what, cluster, addonName }, () =>
        aws.eks.updateAddon({
          clusterName: cluster,
          addonName,
          addonVersion,
          // Settings that were changed in the cluster itself stay, except those of the configuration.
          resolveConflicts: isConfigured ? 'PRESERVE' : 'OVERWRITE',
          ...(!isConfigured && { configurationValues: JSON.stringify(properties.configuration) }),
        }),
      ),
    ];
  },
  async delete({ eks }, owner, arn) {
    // arn:aws:eks:REGION:ACCOUNT:addon/CLUSTER/NAME/UID
    await eks.deleteAddon({ clusterName: clusterName(owner), addonName: arn.split('/')[2] });
  },
});

/** EKS accepts JSON and YAML. What is no JSON object was not set by Slipway. */
function valuesOf(configurationValues: string | undefined): unknown {
  if (configurationValues === undefined || configurationValues === '') return {};
  try {
    return JSON.parse(configurationValues);
  } catch {
    return configurationValues;
  }
}

async function namesIn(eks: Aws['eks'], cluster: string): Promise<string[]> {
  return allPages(async (nextToken) => {
    const page = await unlessMissing(eks.listAddons({ clusterName: cluster, nextToken }));
    return { items: page?.addons, next: page?.nextToken };
  });
}
