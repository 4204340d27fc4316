/** Updates of control planes: by one minor version, back by one, and of one kind of setting at a time. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { errorAnswer } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';
import { autoModeFields, computeOf, isAboutAutoMode } from './auto-mode.ts';
import { fits } from './addons/addon-versions.ts';
import { clusterKey, type Resources, type StoredResource } from './resources.ts';
import type { Rules } from './rules.ts';
import type { EksUpdates, UpdateType } from './updates.ts';
import { minorOf, type Versions } from './versions.ts';

const ROLLBACK_MS = 7 * 24 * 60 * 60_000;
/** How many minor versions nodes may be older than their control plane. */
const MAX_SKEW = 3;

const recordSchema = z.record(z.string(), z.unknown()).default({});
const policySchema = z.object({ supportType: z.string() });
const ACCESS = ['endpointPublicAccess', 'endpointPrivateAccess', 'publicAccessCidrs'] as const;

export interface ClusterUpdateOptions {
  resources: Resources;
  updates: EksUpdates;
  versions: Versions;
  rules: () => Rules;
  today: () => number;
  /** The name and version of each add-on of a cluster. */
  addonsOf: (cluster: string) => readonly { name: string; version: string }[];
}

export function createClusterUpdates(options: ClusterUpdateOptions) {
  const { resources, updates, versions, rules, today, addonsOf } = options;

  /** @returns why the nodes or add-ons do not fit the control plane's new version, or undefined */
  function misfit(cluster: string, version: string, isRollback: boolean): string | undefined {
    for (const [key, group] of resources.nodeGroupsOf(cluster)) {
      const skew = minorOf(version) - minorOf(group.version);
      if (skew > MAX_SKEW) return `${key} must be updated before cluster ${cluster}.`;
      if (skew < 0) return `${key} runs ${group.version}, which is newer than ${version}.`;
    }
    if (!isRollback && !rules().addonsBlockUpgrades) return undefined;
    const addon = addonsOf(cluster).find((it) => !fits(it.version, version));
    return addon && `Add-on ${addon.name} ${addon.version} does not support ${version}.`;
  }

  function autoMode(
    call: Call,
    cluster: string,
    it: StoredResource,
    { failing, applied }: { failing: boolean; applied: () => void },
  ): Answer {
    const fields = autoModeFields(call);
    if (isDeepStrictEqual(computeOf(it.fields), computeOf(fields))) {
      const message = 'Cluster is already at the desired configuration.';
      return errorAnswer(call, 'InvalidParameterException', message);
    }
    const apply = () => {
      Object.assign(it.fields, fields);
      applied();
    };
    return updates.begin(
      call,
      { type: 'AutoModeUpdate', key: clusterKey(cluster), apply },
      failing,
    );
  }

  function rollbackRefusal(it: StoredResource, version: string): string | undefined {
    const { upgrade } = it;
    if (upgrade?.from !== version) return `The cluster was not upgraded from ${version}.`;
    if (today() - upgrade.endedAt > ROLLBACK_MS) {
      return 'Rollback is available only within 7 days of the upgrade.';
    }
    return undefined;
  }

  return {
    /** UpdateClusterVersion. */
    version(call: Call, cluster: string, it: StoredResource, failing: boolean): Answer {
      const invalid = (message: string) => errorAnswer(call, 'InvalidParameterException', message);
      const version = String(call.json['version']);
      const step = minorOf(version) - minorOf(it.version);
      if (step !== 1 && step !== -1) {
        return invalid(
          `Unsupported Kubernetes minor version update from ${it.version} to ${version}`,
        );
      }
      const isRollback = step === -1;
      const refused = isRollback ? rollbackRefusal(it, version) : undefined;
      if (refused !== undefined) return invalid(refused);
      const unsupported = versions.refusal(call, version, supportTypeOf(it));
      if (unsupported !== undefined) return unsupported;
      const why = call.json['force'] === true ? undefined : misfit(cluster, version, isRollback);
      if (why !== undefined) return errorAnswer(call, 'InvalidRequestException', why);
      const { version: from } = it;
      return updates.begin(
        call,
        {
          type: isRollback ? 'VersionRollback' : 'VersionUpdate',
          key: clusterKey(cluster),
          params: [{ type: 'Version', value: version }],
          apply() {
            it.version = version;
            delete it.upgrade;
            if (!isRollback) it.upgrade = { from, endedAt: today() };
          },
        },
        failing,
      );
    },

    /** UpdateClusterConfig. @param at.present the description of the cluster */
    config(
      call: Call,
      cluster: string,
      it: StoredResource,
      at: { present: Record<string, unknown>; failing: boolean; applied: () => void },
    ): Answer {
      const { present, failing } = at;
      const invalid = (message: string) => errorAnswer(call, 'InvalidParameterException', message);
      const changes = changesIn(call.json);
      const [first] = changes;
      if (first === undefined || changes.length > 1) {
        return invalid('Only one type of cluster update can be made at a time.');
      }
      const { type, field, value } = first;
      if (type === 'AutoModeUpdate') return autoMode(call, cluster, it, at);
      const before = present[field];
      const after =
        field === 'resourcesVpcConfig'
          ? { ...recordSchema.parse(before), ...recordSchema.parse(value) }
          : value;
      if (isDeepStrictEqual(before, after)) {
        return invalid('Cluster is already at the desired configuration.');
      }
      if (field === 'upgradePolicy' && versions.status(it.version) !== 'STANDARD_SUPPORT') {
        const isLocked = policySchema.parse(value).supportType === 'STANDARD';
        if (isLocked) return invalid(`The version ${it.version} is in extended support already.`);
      }
      const apply = () => {
        it.fields[field] = after;
      };
      return updates.begin(call, { type, key: clusterKey(cluster), apply }, failing);
    },
  };
}

/** The kinds of settings that a request changes. */
function changesIn(
  json: Record<string, unknown>,
): { type: UpdateType; field: string; value: unknown }[] {
  const network = recordSchema.parse(json['resourcesVpcConfig']);
  const has = (keys: readonly string[]) => keys.some((key) => key in network);
  const changes: { type: UpdateType; field: string; value: unknown }[] = [];
  const add = (type: UpdateType, field: string) =>
    void changes.push({ type, field, value: json[field] });
  if (has(ACCESS)) add('EndpointAccessUpdate', 'resourcesVpcConfig');
  if (has(['subnetIds', 'securityGroupIds'])) add('VpcConfigUpdate', 'resourcesVpcConfig');
  if (isAboutAutoMode({ json })) add('AutoModeUpdate', 'computeConfig');
  if (json['logging'] !== undefined) add('LoggingUpdate', 'logging');
  if (json['accessConfig'] !== undefined) add('AccessConfigUpdate', 'accessConfig');
  if (json['upgradePolicy'] !== undefined) add('UpgradePolicyUpdate', 'upgradePolicy');
  if (json['deletionProtection'] !== undefined)
    add('DeletionProtectionUpdate', 'deletionProtection');
  return changes;
}

function supportTypeOf({ fields }: StoredResource): string {
  return policySchema.safeParse(fields['upgradePolicy']).data?.supportType ?? 'EXTENDED';
}
