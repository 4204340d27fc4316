/** Examples of the document; tests hold them against the schemas. */
import type { Cluster } from '../../contract/resources/cluster.ts';
import type { LedgerItem } from '../../contract/resources/ledger.ts';
import type { Connection } from '../../contract/resources/connection.ts';
import type { Deployment } from '../../contract/resources/deployment.ts';
import type { Network } from '../../contract/resources/network.ts';
import type { Operation } from '../../contract/operations/operation.ts';
import type { Timeline } from '../../contract/operations/timeline.ts';

const ID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const UID = '01M85ZVC0FA2Y6QW3N0RB4T8KJ';
const BEGAN = '2026-11-24T05:18:24.015Z';

const submitted: Operation = {
  id: ID,
  organizationId: 'local',
  memberId: 'developer',
  operation: 'create_cluster',
  status: 'pending',
  progress: {
    stage: 'queued',
    message: 'Waiting for a worker',
    resources: [],
    summary: { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 },
  },
  resourceType: 'cluster',
  resourceId: 'demo',
  resourceUid: UID,
  createdAt: BEGAN,
  updatedAt: BEGAN,
  version: 0,
  cancelable: true,
  links: {
    self: `/operations/${ID}`,
    events: `/operations/${ID}/events`,
    cancel: `/operations/${ID}/cancel`,
    resource: '/clusters/demo',
  },
};

const running: Operation = {
  ...submitted,
  status: 'running',
  progress: {
    stage: 'provisioning',
    message: '1 of 2 resources done; working on control plane main',
    resources: [
      {
        urn: 'urn:slipway:local:clusters:demo:vpc/main',
        type: 'vpc',
        name: 'main',
        operation: 'create',
        status: 'succeeded',
        startedAt: '2026-11-24T05:18:25.157Z',
        duration: 1137,
      },
      {
        urn: 'urn:slipway:local:clusters:demo:control_plane/main',
        type: 'control_plane',
        name: 'main',
        operation: 'create',
        status: 'running',
        startedAt: '2026-11-24T05:18:27.459Z',
      },
    ],
    summary: { total: 2, pending: 0, running: 1, succeeded: 1, failed: 0, unchanged: 0 },
  },
  startedAt: '2026-11-24T05:18:24.640Z',
  updatedAt: '2026-11-24T05:18:27.459Z',
  version: 12,
};

const {
  progress: { resources: _resources, ...listedProgress },
  ...listedRest
} = running;

const preview: Operation = {
  ...listedRest,
  operation: 'update_cluster',
  status: 'pending',
  progress: {
    stage: 'planning',
    message: 'Nothing was done; of 2 resources 1 would be worked on, 1 left alone',
    resources: [
      {
        urn: 'urn:slipway:local:clusters:demo:vpc/main',
        type: 'vpc',
        name: 'main',
        operation: 'same',
        status: 'unchanged',
      },
      {
        urn: 'urn:slipway:local:clusters:demo:node_group/default',
        type: 'node_group',
        name: 'default',
        operation: 'update',
        status: 'pending',
      },
    ],
    summary: { total: 2, pending: 1, running: 0, succeeded: 0, failed: 0, unchanged: 1 },
  },
  version: 0,
  cancelable: false,
  links: { resource: '/clusters/demo' },
};

const ledger: { items: LedgerItem[] } = {
  items: [
    {
      urn: 'urn:slipway:local:clusters:demo:vpc/main',
      type: 'vpc',
      name: 'main',
      generation: 1,
      dependsOn: [],
      status: 'present',
      cloudId: 'vpc-f2ffa75626c636c8b',
      since: '2026-11-24T05:18:56.480Z',
      operationId: ID,
    },
  ],
};

const cluster: Cluster = {
  id: 'demo',
  uid: UID,
  organizationId: 'local',
  name: 'demo',
  provider: 'simulated',
  region: 'sim-central-1',
  status: 'active',
  spec: {
    kubernetesVersion: '1.33',
    nodeGroups: [
      {
        name: 'default',
        instanceTypes: ['m5.large'],
        minSize: 1,
        desiredSize: 2,
        maxSize: 3,
        capacityType: 'on_demand',
        diskGiB: 50,
      },
    ],
    addons: ['vpc-cni', 'kube-proxy', 'coredns'],
    karpenter: true,
    onFailure: 'rollback',
  },
  outputs: { endpoint: 'https://cp-bb6448e9d3f8d6a4e.sim-central-1.cloud.example' },
  operationId: ID,
  createdAt: BEGAN,
  updatedAt: '2026-11-24T05:18:56.480Z',
  externalStatus: 'ACTIVE',
};

const network: Network = {
  id: 'base',
  uid: UID,
  organizationId: 'local',
  name: 'base',
  provider: 'simulated',
  region: 'sim-central-1',
  status: 'active',
  spec: {
    cidr: '10.0.0.0/16',
    availabilityZoneCount: 2,
    natGateways: 'single',
    onFailure: 'rollback',
  },
  outputs: { vpcId: 'vpc-f2ffa75626c636c8b' },
  operationId: ID,
  createdAt: BEGAN,
  updatedAt: '2026-11-24T05:18:36.480Z',
};

const deployment: Deployment = {
  id: 'web',
  uid: UID,
  organizationId: 'local',
  name: 'web',
  status: 'active',
  spec: {
    source: {
      sha256: '9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29',
      files: ['main.tf'],
    },
    variables: { replicas: 3 },
    secrets: { database_password: 'web-database' },
    environment: {},
    engine: 'opentofu',
    confirm: 'manual',
    onFailure: 'retain',
    targets: [],
  },
  outputs: { id: '4f1c8a2e' },
  withheldOutputs: ['connection_string'],
  operationId: ID,
  createdAt: BEGAN,
  updatedAt: '2026-11-24T05:18:36.480Z',
};

const account = {
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/slipway',
  externalId: 'f3b1c2d4-blue-team',
};

const connection: Connection = {
  id: 'production',
  uid: UID,
  organizationId: 'local',
  name: 'production',
  provider: 'simulated',
  region: 'sim-central-1',
  status: 'active',
  spec: account,
  outputs: { accountId: account.accountId, principal: account.roleArn },
  operationId: ID,
  createdAt: BEGAN,
  updatedAt: '2026-11-24T05:18:25.480Z',
};

const kubeconfig = `apiVersion: v1
kind: Config
current-context: demo
clusters:
  - name: demo
    cluster:
      server: https://0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com
      certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
contexts:
  - name: demo
    context:
      cluster: demo
      user: demo
users:
  - name: demo
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: aws
        args: [eks, get-token, --cluster-name, demo, --region, eu-central-1]
        interactiveMode: Never
`;

const timeline: Timeline = {
  items: [
    { sequence: 1, at: BEGAN, type: 'operation.accepted', message: 'create cluster demo' },
    {
      sequence: 14,
      at: '2026-11-24T05:18:25.157Z',
      type: 'step.started',
      urn: 'urn:slipway:local:clusters:demo:vpc/main',
      message: 'create vpc main',
    },
  ],
};

export const EXAMPLES = {
  submitted,
  running,
  preview,
  operations: { items: [{ ...listedRest, progress: listedProgress }] satisfies Operation[] },
  cluster,
  clusters: { items: [cluster] },
  network,
  networks: { items: [network] },
  ledger,
  deployment,
  deployments: { items: [deployment] },
  deploymentOutputs: { outputs: deployment.outputs, withheldOutputs: ['connection_string'] },
  connection,
  connections: { items: [connection] },
  kubeconfig,
  timeline,
  createConnection: { name: 'production', ...account },
  createDeployment: {
    name: 'web',
    source: { files: { 'main.tf': 'resource "random_id" "id" {\n  byte_length = 4\n}\n' } },
    confirm: 'manual',
  },
  updateDeployment: { variables: { replicas: 4 } },
  createCluster: { name: 'demo' },
  updateCluster: { nodeGroups: [{ name: 'default', desiredSize: 3 }], tags: { team: 'core' } },
  createNetwork: { name: 'base', cidr: '10.8.0.0/18', natGateways: 'per_zone' },
  discover: { architectures: ['arm64'], minVCpus: 4, gpu: false },
  cancel: { reason: 'wrong region' },
  retry: {},
} as const;
