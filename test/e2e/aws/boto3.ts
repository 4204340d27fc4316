/** Reads resources in AWS with another program: boto3, in its own session. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { SANDBOX_CREDENTIALS, type AwsSandbox } from '../../support/aws/sandbox.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../support/aws/look.py');
const run = promisify(execFile);

/** What boto3 finds of each resource, for example of `clusters/prod`. */
export async function readWithBoto3(
  { url, python }: AwsSandbox,
  ...resources: string[]
): Promise<unknown[]> {
  const env = { ...SANDBOX_CREDENTIALS, AWS_ENDPOINT_URL: url };
  const { stdout } = await run(python, [SCRIPT, ...resources], { env, timeout: 60_000 });
  return JSON.parse(stdout) as unknown[];
}

const subnet = (cidr: string, zone: string, access: 'public' | 'private') => ({
  cidr,
  zone: `eu-central-1${zone}`,
  public: access === 'public',
  tags: expect.objectContaining({
    Name: `base-${access}-${zone}`,
    team: 'blue',
    'slipway:node': `subnet/${access}-${zone}`,
    'slipway:uid': expect.stringMatching(/^[0-9A-Z]{26}$/),
    ...(access === 'public'
      ? { 'kubernetes.io/role/elb': '1' }
      : { 'kubernetes.io/role/internal-elb': '1' }),
  }),
});
const internetRoute = (through: string, of: string[]) => ({
  to: { '10.0.0.0/16': 'local', '0.0.0.0/0': through },
  of,
});

/** All of network `base` with a gateway per zone and the tag `team=blue`. */
export const NETWORK = {
  vpcs: [
    {
      cidr: '10.0.0.0/16',
      dns: [true, true],
      tags: expect.objectContaining({
        Name: 'base-main',
        team: 'blue',
        'slipway:organization': 'local',
        'slipway:resource': 'networks/base',
        'slipway:node': 'vpc/main',
        'slipway:generation': '1',
      }),
    },
  ],
  subnets: {
    'public-a': subnet('10.0.0.0/19', 'a', 'public'),
    'public-b': subnet('10.0.32.0/19', 'b', 'public'),
    'private-a': subnet('10.0.128.0/19', 'a', 'private'),
    'private-b': subnet('10.0.160.0/19', 'b', 'private'),
  },
  routes: {
    public: internetRoute('igw', ['public-a', 'public-b']),
    'private-a': internetRoute('nat', ['private-a']),
    'private-b': internetRoute('nat', ['private-b']),
  },
  endpoints: [{ service: 'com.amazonaws.eu-central-1.s3', type: 'Gateway', tables: 3 }],
  roles: {},
  clusters: [],
};

const NODE_ROLE = {
  trusts: 'ec2.amazonaws.com',
  policies: [
    'AmazonEC2ContainerRegistryReadOnly',
    'AmazonEKSWorkerNodePolicy',
    'AmazonEKS_CNI_Policy',
    'AmazonSSMManagedInstanceCore',
  ],
};
/** What matters of cluster `prod` on it. */
export const CLUSTER = {
  vpcs: [],
  roles: {
    cluster: { trusts: 'eks.amazonaws.com', policies: ['AmazonEKSClusterPolicy'] },
    node: NODE_ROLE,
    'karpenter-node': NODE_ROLE,
    'karpenter-controller': { trusts: 'pods.eks.amazonaws.com', policies: [] },
    'ebs-csi': { trusts: 'pods.eks.amazonaws.com', policies: ['AmazonEBSCSIDriverPolicy'] },
  },
  clusters: [
    {
      name: 'prod',
      status: 'ACTIVE',
      tags: { 'slipway:resource': 'clusters/prod', 'slipway:node': 'control_plane/main' },
    },
  ],
};
