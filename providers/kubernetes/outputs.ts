/** The outputs of finished networks and clusters that clients see: small strings, no secrets. */
import { nodeKey } from '../identity.ts';
import type { CloudResource } from '../provider.ts';
import { kubeconfig, type CredentialCommand } from './kubeconfig.ts';

/** The state of a control plane, in the terms of EKS. */
const EXTERNAL_STATUS = {
  creating: 'CREATING',
  available: 'ACTIVE',
  updating: 'UPDATING',
  failed: 'FAILED',
  deleting: 'DELETING',
} as const satisfies Record<CloudResource['state'], string>;

type Outputs = Record<string, string>;

/** The outputs of a network. Lists of ids are joined with commas, in the order of the zones. */
export function networkOutputs(nodes: readonly CloudResource[]): Outputs {
  const found = index(nodes);
  return present({
    vpcId: found('vpc/main')?.cloudId,
    cidr: found('vpc/main')?.outputs['cidr'],
    publicSubnetIds: listOf(nodes, 'subnet', 'public-', (it) => it.cloudId),
    privateSubnetIds: listOf(nodes, 'subnet', 'private-', (it) => it.cloudId),
    availabilityZones: listOf(nodes, 'subnet', 'private-', (it) => it.outputs['availabilityZone']),
    securityGroupId: found('security_group/internal')?.cloudId,
    internetGatewayId: found('internet_gateway/main')?.cloudId,
    natGatewayIds: listOf(nodes, 'nat_gateway', '', (it) => it.cloudId),
    natPublicIps: listOf(nodes, 'nat_gateway', '', (it) => it.outputs['publicIp']),
    s3EndpointId: found('vpc_endpoint/s3')?.cloudId,
  });
}

/** The outputs of a cluster. `network` holds the outputs of its network. */
export function clusterOutputs(
  nodes: readonly CloudResource[],
  cluster: {
    name: string;
    kubernetesVersion: string | undefined;
    network: Outputs;
    credential: CredentialCommand;
  },
): Outputs {
  const { name, kubernetesVersion, network, credential } = cluster;
  const found = index(nodes);
  const controlPlane = found('control_plane/main');
  const { endpoint = '', certificateAuthority = '' } = controlPlane?.outputs ?? {};
  return present({
    clusterName: controlPlane?.outputs['name'],
    endpoint,
    certificateAuthority,
    kubeconfig: controlPlane && kubeconfig({ name, endpoint, certificateAuthority, credential }),
    oidcIssuer: controlPlane?.outputs['oidcIssuer'],
    oidcProviderId: found('oidc_provider/main')?.cloudId,
    kubernetesVersion: controlPlane?.outputs['version'] ?? kubernetesVersion,
    externalClusterId: controlPlane?.cloudId,
    externalStatus: controlPlane && EXTERNAL_STATUS[controlPlane.state],
    vpcId: network['vpcId'],
    subnetIds: [network['publicSubnetIds'], network['privateSubnetIds']].filter(Boolean).join(','),
    securityGroupId: found('security_group/cluster')?.cloudId,
    nodeReleases: releasesOf(nodes),
    nodeRoleId: found('iam_role/node')?.cloudId,
    autoModeNodeRoleId: found('iam_role/auto-node')?.cloudId,
    karpenterNodeRoleId: found('iam_role/karpenter-node')?.cloudId,
    karpenterQueueUrl: found('queue/karpenter-interruption')?.outputs['url'],
  });
}

function index(nodes: readonly CloudResource[]) {
  const byKey = new Map(nodes.map((node) => [nodeKey(node), node]));
  return (key: string): CloudResource | undefined => byKey.get(key);
}

function listOf(
  nodes: readonly CloudResource[],
  type: string,
  prefix: string,
  value: (node: CloudResource) => string | undefined,
): string {
  return nodes
    .filter((node) => node.type === type && node.name.startsWith(prefix))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => value(node) ?? '')
    .join(',');
}

/** The releases of the node images by node group, for example `blue=1.34.2-20260115`. */
function releasesOf(nodes: readonly CloudResource[]): string {
  return nodes
    .filter(({ type, outputs }) => type === 'node_group' && !!outputs['release'])
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, outputs }) => `${name}=${outputs['release']}`)
    .join(',');
}

/** Returns the outputs without those that are absent or empty. */
function present(outputs: Record<string, string | undefined>): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
