/** Applies a patch to a cluster, and returns the new spec. */
import {
  clusterSpecSchema,
  FIXED_FIELDS,
  type Cluster,
  type ClusterSpec,
  type UpdateClusterRequest,
} from '../../contract/resources/cluster.ts';
import { mergePatch } from '../../contract/resources/merge-patch.ts';
import { faulty, parse } from '../../contract/parse.ts';
import type { RequestFault } from '../../contract/problems/problem-codes.ts';
import {
  checkProviderFields,
  KUBERNETES_VERSIONS,
} from '../../contract/resources/provider-fields.ts';

/** Throws `invalid_request` with every reason why the cluster cannot get the new spec. */
export function patchedSpec(cluster: Cluster, patch: UpdateClusterRequest): ClusterSpec {
  const current = { ...cluster.spec, ...cluster };
  const faults = FIXED_FIELDS.flatMap((field) =>
    field in patch ? fixedFaults(`/${field}`, current[field], patch[field]) : [],
  );
  const wanted = Object.fromEntries(
    Object.entries(patch).filter(([key]) => !FIXED_FIELDS.some((field) => field === key)),
  );
  const { provider, region } = cluster;
  const schema = clusterSpecSchema.superRefine((it, context) => {
    checkProviderFields({ ...it, provider, region }, context);
  });
  const spec = parse(schema, mergePatch(cluster.spec, wanted));
  faults.push(...versionFaults(cluster.spec.kubernetesVersion, spec.kubernetesVersion));
  if (faults.length > 0) throw faulty('invalid_request', 'patch', faults);
  return spec;
}

/** A fault for each value in the patch of a fixed field that differs from the current one. */
function fixedFaults(pointer: string, current: unknown, patch: unknown): RequestFault[] {
  if (isRecord(patch)) {
    const fields = isRecord(current) ? current : {};
    return Object.entries(patch).flatMap(([key, value]) =>
      fixedFaults(`${pointer}/${key}`, fields[key], value),
    );
  }
  if ((patch ?? undefined) === current) return [];
  const value = current === undefined ? 'absent' : JSON.stringify(current);
  return [{ pointer, detail: `is ${value} and cannot be changed; create another cluster instead` }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function versionFaults(
  from: ClusterSpec['kubernetesVersion'],
  to: ClusterSpec['kubernetesVersion'],
): RequestFault[] {
  const at = KUBERNETES_VERSIONS.indexOf(from);
  const next = KUBERNETES_VERSIONS[at + 1];
  if (to === from || to === next) return [];
  const way = next === undefined ? 'there is none above it yet' : `the next one is ${next}`;
  return [
    {
      pointer: '/kubernetesVersion',
      detail: `goes up one minor version at a time and never down; it is ${from}, ${way}`,
    },
  ];
}
