/** Applies a patch to a cluster, and returns the new spec. */
import { isDeepStrictEqual } from 'node:util';
import {
  clusterSpecSchema,
  FIXED_FIELDS,
  type Cluster,
  type ClusterSpec,
  type UpdateClusterRequest,
} from '../../contract/resources/cluster.ts';
import { mergePatch } from '../../contract/resources/merge-patch.ts';
import { PROVIDER_DEFINITIONS } from '../../contract/providers/definitions.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';
import { faulty, parse } from '../../contract/parse.ts';
import type { RequestFault } from '../../contract/problems/problem-codes.ts';
import { minorOf, minorsLater } from '../../contract/resources/kubernetes-version.ts';
import {
  checkProviderFields,
  withClusterDefaults,
} from '../../contract/resources/provider-fields.ts';
import { withoutFixed } from './fixed-fields.ts';

/** Throws `invalid_request` with every reason why the cluster cannot get the new spec. */
export function patchedSpec(cluster: Cluster, patch: UpdateClusterRequest): ClusterSpec {
  const current = { ...cluster.spec, ...cluster };
  const { changes, faults } = withoutFixed(patch, current, FIXED_FIELDS, 'cluster');
  const { provider, region } = cluster;
  const schema = clusterSpecSchema.superRefine((it, context) => {
    checkProviderFields({ ...it, provider, region }, context);
  });
  const spec = parse(schema, withClusterDefaults(provider, mergePatch(cluster.spec, changes)));
  faults.push(...versionFaults(cluster.spec.kubernetesVersion, spec.kubernetesVersion));
  faults.push(...fixedFaults(cluster.spec, spec, provider));
  if (faults.length > 0) throw faulty('invalid_request', 'patch', faults);
  return spec;
}

function fixedFaults(from: ClusterSpec, to: ClusterSpec, provider: ProviderName): RequestFault[] {
  return PROVIDER_DEFINITIONS[provider].fixedClusterPaths.flatMap((path) => {
    const before = valueAt(from, path);
    if (isDeepStrictEqual(before, valueAt(to, path))) return [];
    const value = before === undefined ? 'absent' : JSON.stringify(before);
    const detail = `is ${value} and cannot be changed; create another cluster instead`;
    return [{ pointer: `/${path.join('/')}`, detail }];
  });
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return valueAt(new Map(Object.entries(value)).get(key), rest);
}

/** The provider checks that its cloud offers the version. */
function versionFaults(from: string | undefined, to: string | undefined): RequestFault[] {
  if (from === undefined || to === undefined) return [];
  const minors = minorOf(to) - minorOf(from);
  if (minors === 0 || minors === 1) return [];
  return [
    {
      pointer: '/kubernetesVersion',
      detail:
        minors < 0
          ? `never goes down, and is ${from}`
          : `goes up one minor version at a time: it is ${from}, and the next one is ${minorsLater(from, 1)}`,
    },
  ];
}
