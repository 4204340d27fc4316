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
import { withoutFixed } from './fixed-fields.ts';

/** Throws `invalid_request` with every reason why the cluster cannot get the new spec. */
export function patchedSpec(cluster: Cluster, patch: UpdateClusterRequest): ClusterSpec {
  const current = { ...cluster.spec, ...cluster };
  const { changes, faults } = withoutFixed(patch, current, FIXED_FIELDS, 'cluster');
  const { provider, region } = cluster;
  const schema = clusterSpecSchema.superRefine((it, context) => {
    checkProviderFields({ ...it, provider, region }, context);
  });
  const spec = parse(schema, mergePatch(cluster.spec, changes));
  faults.push(...versionFaults(cluster.spec.kubernetesVersion, spec.kubernetesVersion));
  if (faults.length > 0) throw faulty('invalid_request', 'patch', faults);
  return spec;
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
