/** Reads a network and a cluster in AWS with another program: boto3, in its own session. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { SANDBOX_CREDENTIALS } from '../../support/aws/sandbox.ts';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';

const LONG = { timeoutMs: 90_000 };
const SCRIPT = path.resolve(import.meta.dirname, '../../support/aws/look.py');
const run = promisify(execFile);

let aws: AwsStack;
beforeAll(async () => {
  aws = await startAwsStack();
}, 180_000);

/** What boto3 finds of a resource, for example of `clusters/prod`. */
async function readWithBoto3(resource: string): Promise<unknown> {
  const env = { ...SANDBOX_CREDENTIALS, AWS_ENDPOINT_URL: aws.sandbox.url };
  const { stdout } = await run(aws.sandbox.python, [SCRIPT, resource], { env, timeout: 60_000 });
  return JSON.parse(stdout);
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
      : { 'kubernetes.io/role/internal-elb': '1', 'karpenter.sh/discovery': 'base' }),
  }),
});
const internetRoute = (through: string, of: string[]) => ({
  to: { '10.0.0.0/16': 'local', '0.0.0.0/0': through },
  of,
});

test('the network matches its spec', async () => {
  const spec = { name: 'base', natGateways: 'per_zone', tags: { team: 'blue' } };
  await aws.stack.succeeded((await aws.stack.submit('/networks', spec)).id, LONG);
  expect(await readWithBoto3('networks/base')).toEqual({
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
  });
}, 120_000);

test('the cluster on it matches its spec', async () => {
  const spec = { name: 'prod', networkId: 'base' };
  await aws.stack.succeeded((await aws.stack.submit('/clusters', spec)).id, LONG);
  const forNodes = {
    trusts: 'ec2.amazonaws.com',
    policies: [
      'AmazonEC2ContainerRegistryReadOnly',
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
      'AmazonSSMManagedInstanceCore',
    ],
  };
  expect(await readWithBoto3('clusters/prod')).toMatchObject({
    vpcs: [],
    roles: {
      cluster: { trusts: 'eks.amazonaws.com', policies: ['AmazonEKSClusterPolicy'] },
      node: forNodes,
      'karpenter-node': forNodes,
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
  });
  for (const at of ['/clusters/prod', '/networks/base']) {
    await aws.stack.succeeded((await aws.stack.remove(at)).id, LONG);
  }
  expect(await readWithBoto3('clusters/prod')).toMatchObject({ roles: {}, clusters: [] });
  expect(await readWithBoto3('networks/base')).toMatchObject({ vpcs: [], subnets: {}, routes: {} });
}, 180_000);
