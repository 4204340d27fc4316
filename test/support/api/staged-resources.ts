/** Resources of every kind, for tests of the page: what the API would return, without a cloud. */
import { clusterSpecSchema, type Cluster } from '../../../contract/resources/cluster.ts';
import type { Connection } from '../../../contract/resources/connection.ts';
import type { Deployment } from '../../../contract/resources/deployment.ts';
import type { Network } from '../../../contract/resources/network.ts';
import type { ResourceRecord } from '../../../contract/resources/schemas.ts';
import type { ResourceType } from '../../../contract/vocabulary.ts';

export type StagedRecords = { [Type in ResourceType]: ResourceRecord[] };

const HOUR_MS = 3_600_000;
const ROLE = 'arn:aws:iam::123456789012:role/slipway';

/** @param operationId the last operation of every resource */
export function stageResources(operationId: string, now: number): StagedRecords {
  let created = 0;
  /** Each resource is a few hours older than the one before. */
  function fields(id: string) {
    created += 1;
    const at = new Date(now - created * 7 * HOUR_MS).toISOString();
    return {
      id,
      name: id,
      uid: `01M85ZVC0FWGZ5V2BRCVY6${String(created).padStart(4, '0')}`,
      organizationId: 'local',
      provider: 'simulated' as const,
      region: 'sim-central-1' as const,
      status: 'active' as const,
      outputs: {},
      operationId,
      createdAt: at,
      updatedAt: at,
    };
  }
  const clusters: Cluster[] = [
    {
      ...fields('demo'),
      spec: clusterSpecSchema.parse({
        displayName: 'The cluster of the demonstration',
        kubernetesVersion: '1.34',
        tags: { team: 'core' },
      }),
      networkId: 'base',
      connectionId: 'production',
      outputs: {
        endpoint: 'https://cp-bb6448e9d3f8d6a4e.sim-central-1.cloud.example',
        certificateAuthority: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t'.repeat(12),
      },
    },
    {
      ...fields('unlucky-with-a-name-that-is-as-long-as-names-can-be-in-slipway'),
      spec: clusterSpecSchema.parse({}),
      status: 'failed',
      statusReason: 'record_lost',
    },
    { ...fields('young'), spec: clusterSpecSchema.parse({}), status: 'creating' },
  ];
  const network: Network = {
    ...fields('base'),
    spec: {
      cidr: '10.0.0.0/16',
      availabilityZoneCount: 2,
      natGateways: 'single',
      onFailure: 'rollback',
    },
    outputs: { vpcId: 'vpc-f2ffa75626c636c8b' },
    usedBy: [{ resourceType: 'cluster', resourceId: 'demo' }],
  };
  const connection: Connection = {
    ...fields('production'),
    spec: {
      accountId: '123456789012',
      roleArn: ROLE,
      externalId: 'slipway:local:5f0c3a9e1b7d4286',
    },
    outputs: { accountId: '123456789012', principal: ROLE },
    trustPolicy: { Version: '2012-10-17', Statement: [] },
  };
  const { provider: _provider, region: _region, ...placeless } = fields('web');
  const deployment: Deployment = {
    ...placeless,
    spec: {
      source: { sha256: '9b'.repeat(32), files: ['main.tf'] },
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
  };
  return {
    cluster: clusters,
    network: [network],
    connection: [connection],
    deployment: [deployment],
  };
}
