import { nodeKey } from '../identity.ts';
import type { CloudResource } from '../provider.ts';
import { kubeconfig } from './kubeconfig.ts';

/** The cloud's own words for the state of a control plane. */
const EXTERNAL_STATUS = {
  creating: 'CREATING',
  available: 'ACTIVE',
  updating: 'UPDATING',
  failed: 'FAILED',
  deleting: 'DELETING',
} as const satisfies Record<CloudResource['state'], string>;

/** What a client is told of a network; lists of ids are joined with commas, in the order of the zones. */
export function networkOutputs(nodes: readonly CloudResource[]): Record<string, string> {
  const found = index(nodes);
  return present({
    vpcId: found('vpc/main')?.cloudId,
    cidr: found('vpc/main')?.outputs['cidr'],
    publicSubnetIds: ids(nodes, 'subnet', 'public-'),
    privateSubnetIds: ids(nodes, 'subnet', 'private-'),
    availabilityZones: subnetZones(nodes),
    securityGroupId: found('security_group/internal')?.cloudId,
    internetGatewayId: found('internet_gateway/main')?.cloudId,
    natGatewayIds: ids(nodes, 'nat_gateway', ''),
    natPublicIps: sorted(nodes, 'nat_gateway', '')
      .map((node) => node.outputs['publicIp'] ?? '')
      .join(','),
  });
}

/** What a client is told of a cluster; `network` holds the outputs of the network it stands on. */
export function clusterOutputs(
  nodes: readonly CloudResource[],
  about: { name: string; kubernetesVersion: string; network: Record<string, string> },
): Record<string, string> {
  const { name, kubernetesVersion, network } = about;
  const found = index(nodes);
  const controlPlane = found('control_plane/main');
  return present({
    endpoint: controlPlane?.outputs['endpoint'],
    certificateAuthority: controlPlane?.outputs['certificateAuthority'],
    kubeconfig: controlPlane && kubeconfigOf(name, controlPlane),
    oidcIssuer: controlPlane?.outputs['oidcIssuer'],
    oidcProviderId: found('oidc_provider/main')?.cloudId,
    kubernetesVersion,
    externalClusterId: controlPlane?.cloudId,
    externalStatus: controlPlane && EXTERNAL_STATUS[controlPlane.state],
    vpcId: network['vpcId'],
    subnetIds: [network['publicSubnetIds'], network['privateSubnetIds']].filter(Boolean).join(','),
    securityGroupId: found('security_group/cluster')?.cloudId,
    nodeRoleId: found('iam_role/node')?.cloudId,
    karpenterNodeRoleId: found('iam_role/karpenter-node')?.cloudId,
    karpenterQueueUrl: found('queue/karpenter-interruption')?.outputs['url'],
  });
}

function kubeconfigOf(name: string, { outputs }: CloudResource): string {
  const { endpoint = '', certificateAuthority = '' } = outputs;
  return kubeconfig({ name, endpoint, certificateAuthority });
}

function index(nodes: readonly CloudResource[]) {
  const byKey = new Map(nodes.map((node) => [nodeKey(node), node]));
  return (key: string): CloudResource | undefined => byKey.get(key);
}

function sorted(nodes: readonly CloudResource[], type: string, prefix: string): CloudResource[] {
  return nodes
    .filter((node) => node.type === type && node.name.startsWith(prefix))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function ids(nodes: readonly CloudResource[], type: string, prefix: string): string {
  return sorted(nodes, type, prefix)
    .map((node) => node.cloudId)
    .join(',');
}

function subnetZones(nodes: readonly CloudResource[]): string {
  return sorted(nodes, 'subnet', 'private-')
    .map((node) => node.outputs['availabilityZone'] ?? '')
    .join(',');
}

/** Without what is not there. */
function present(outputs: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
