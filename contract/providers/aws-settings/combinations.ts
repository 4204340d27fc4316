/** Settings of an EKS cluster that are accepted alone, but not with its other settings. */
import { autoModeFaults, autoModePools, type AutoMode } from './auto-mode.ts';
import type { PodIdentity } from './pod-identity.ts';
import type { ProviderFault, ProviderRequest } from '../definition.ts';

/** Hands the credentials of roles to pods. */
const AGENT = 'eks-pod-identity-agent';

/** The settings that are checked against others. */
export interface AwsSettings {
  readonly autoMode?: AutoMode | undefined;
  readonly podIdentities?: readonly PodIdentity[] | undefined;
}

export function combinationFaults(
  request: ProviderRequest,
  settings: AwsSettings,
): ProviderFault[] {
  // Node groups are absent from requests that are not about clusters.
  const auto = request.nodeGroups === undefined ? [] : autoModeFaults(request, settings.autoMode);
  return [...podIdentityFaults(request, settings), ...auto];
}

function podIdentityFaults(
  { addons = [], karpenter = false, nodeGroups = [] }: ProviderRequest,
  { podIdentities = [], autoMode }: AwsSettings,
): ProviderFault[] {
  const faults: ProviderFault[] = [];
  // With node groups, some pods run on nodes that need the agent.
  const hasOwnAgent = autoModePools(autoMode) !== undefined && nodeGroups.length === 0;
  if (podIdentities.length > 0 && !addons.includes(AGENT) && !hasOwnAgent) {
    const message = `must contain ${AGENT}, which gives the roles of aws.podIdentities to pods`;
    faults.push({ path: ['addons'], message });
  }
  /** Service accounts that have a role of Slipway's already, by what gives it to them. */
  const taken = new Map<string, string>([
    ...(addons.includes('aws-ebs-csi-driver')
      ? [['kube-system/ebs-csi-controller-sa', 'the add-on aws-ebs-csi-driver'] as const]
      : []),
    ...(karpenter ? [['kube-system/karpenter', 'karpenter'] as const] : []),
  ]);
  for (const [index, { namespace, serviceAccount }] of podIdentities.entries()) {
    const owner = taken.get(`${namespace}/${serviceAccount}`);
    if (owner === undefined) continue;
    const message = `has a role already, because of ${owner}`;
    faults.push({ path: ['aws', 'podIdentities', index, 'serviceAccount'], message });
  }
  return faults;
}
