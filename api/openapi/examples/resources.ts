/** One resource of each collection, and what belongs to it. */
import type { Cluster } from '../../../contract/resources/cluster.ts';
import type { Connection } from '../../../contract/resources/connection.ts';
import type { Deployment } from '../../../contract/resources/deployment.ts';
import type { LedgerItem } from '../../../contract/resources/ledger.ts';
import type { Network } from '../../../contract/resources/network.ts';
import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from './ids.ts';

export const ledger: { items: LedgerItem[] } = {
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
      operationId: OPERATION_ID,
    },
  ],
};

export const cluster: Cluster = {
  id: 'demo',
  uid: RESOURCE_UID,
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
  operationId: OPERATION_ID,
  createdAt: CREATED_AT,
  updatedAt: '2026-11-24T05:18:56.480Z',
  externalStatus: 'ACTIVE',
};

export const network: Network = {
  id: 'base',
  uid: RESOURCE_UID,
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
  operationId: OPERATION_ID,
  createdAt: CREATED_AT,
  updatedAt: '2026-11-24T05:18:36.480Z',
};

export const deployment: Deployment = {
  id: 'web',
  uid: RESOURCE_UID,
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
  operationId: OPERATION_ID,
  createdAt: CREATED_AT,
  updatedAt: '2026-11-24T05:18:36.480Z',
};

export const account = {
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/slipway',
  externalId: 'f3b1c2d4-blue-team',
};

export const connection: Connection = {
  id: 'production',
  uid: RESOURCE_UID,
  organizationId: 'local',
  name: 'production',
  provider: 'simulated',
  region: 'sim-central-1',
  status: 'active',
  spec: account,
  outputs: { accountId: account.accountId, principal: account.roleArn },
  operationId: OPERATION_ID,
  createdAt: CREATED_AT,
  updatedAt: '2026-11-24T05:18:25.480Z',
};

export const kubeconfig = `apiVersion: v1
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
