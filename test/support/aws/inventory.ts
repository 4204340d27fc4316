/** Lists the contents of the sandbox with the test's own AWS clients, independently of the provider. */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { ElasticLoadBalancing } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import type { AwsCredentialIdentity } from '@smithy/types';
import * as z from 'zod';
import { ADMINISTRATOR } from './policies/permissions.ts';

const REGION = 'eu-central-1';
const extrasSchema = z.object({
  items: z.array(
    z.object({
      tags: z.record(z.string(), z.string()),
      addonArn: z.string().optional(),
      accessEntryArn: z.string().optional(),
      associationArn: z.string().optional(),
      principalArn: z.string().optional(),
      associationId: z.string().optional(),
    }),
  ),
});

export interface Thing {
  id: string;
  tags: Record<string, string>;
}

export interface Inventory {
  /** Makes a bucket and returns its ARN. */
  bucket(name: string): Promise<string>;
  /** The names of all log groups. */
  logGroups(): Promise<string[]>;
  /** Everything that carries a tag of Slipway's. */
  things(): Promise<Thing[]>;
  /** Makes a VPC without Slipway's tags and returns its id. */
  foreignVpc(): Promise<string>;
  ec2: EC2;
  eks: EKS;
  logs: CloudWatchLogs;
  elb: ElasticLoadBalancing;
  elbv2: ElasticLoadBalancingV2;
}

export interface Account {
  id: string;
  credentials: AwsCredentialIdentity;
}

/** Lists the contents of an account. */
export function createInventory(
  endpoint: string,
  { id: accountId, credentials }: Account,
): Inventory {
  // The sandbox does not page the lists of clients with this name.
  const config = { region: REGION, endpoint, credentials, userAgentAppId: 'inventory' };
  const ec2 = new EC2(config);
  const eks = new EKS(config);
  const events = new EventBridge(config);
  const iam = new IAM(config);
  const logs = new CloudWatchLogs(config);
  const sqs = new SQS({ ...config, useQueueUrlAsEndpoint: false });

  async function ec2Things(): Promise<Thing[]> {
    const answers = await Promise.all([
      ec2.describeVpcs({}).then((it) => it.Vpcs?.map((o) => thing(o.VpcId, o.Tags))),
      ec2.describeSubnets({}).then((it) => it.Subnets?.map((o) => thing(o.SubnetId, o.Tags))),
      ec2
        .describeInternetGateways({})
        .then((it) => it.InternetGateways?.map((o) => thing(o.InternetGatewayId, o.Tags))),
      ec2
        .describeAddresses({})
        .then((it) => it.Addresses?.map((o) => thing(o.AllocationId, o.Tags))),
      // AWS shows deleted ones for an hour.
      ec2
        .describeNatGateways({})
        .then((it) =>
          it.NatGateways?.filter(({ State }) => State !== 'deleted').map((o) =>
            thing(o.NatGatewayId, o.Tags),
          ),
        ),
      ec2
        .describeRouteTables({})
        .then((it) => it.RouteTables?.map((o) => thing(o.RouteTableId, o.Tags))),
      ec2
        .describeSecurityGroups({})
        .then((it) => it.SecurityGroups?.map((o) => thing(o.GroupId, o.Tags))),
      ec2
        .describeVpcEndpoints({})
        .then((it) =>
          it.VpcEndpoints?.filter(({ State }) => State?.toLowerCase() !== 'deleted').map((o) =>
            thing(o.VpcEndpointId, o.Tags),
          ),
        ),
      ec2.describeFlowLogs({}).then((it) => it.FlowLogs?.map((o) => thing(o.FlowLogId, o.Tags))),
      ec2
        .describeLaunchTemplates({})
        .then((it) => it.LaunchTemplates?.map((o) => thing(o.LaunchTemplateId, o.Tags))),
    ]);
    return answers.flatMap((things) => things ?? []);
  }

  async function iamThings(): Promise<Thing[]> {
    const { Roles = [] } = await iam.listRoles({});
    const roles = Roles.map(async ({ Arn = '', RoleName }) => ({
      id: Arn,
      tags: record((await ifThere(iam.listRoleTags({ RoleName })))?.Tags),
    }));
    const { OpenIDConnectProviderList = [] } = await iam.listOpenIDConnectProviders({});
    const providers = OpenIDConnectProviderList.map(async ({ Arn = '' }) => ({
      id: Arn,
      tags: record(
        (await ifThere(iam.listOpenIDConnectProviderTags({ OpenIDConnectProviderArn: Arn })))?.Tags,
      ),
    }));
    return Promise.all([...roles, ...providers]);
  }

  async function eksThings(): Promise<Thing[]> {
    const things: Thing[] = [];
    for (const name of (await eks.listClusters({})).clusters ?? []) {
      const { cluster } = (await ifThere(eks.describeCluster({ name }))) ?? {};
      things.push({ id: cluster?.arn ?? '', tags: cluster?.tags ?? {} });
      const groups = await ifThere(eks.listNodegroups({ clusterName: name }));
      for (const nodegroupName of groups?.nodegroups ?? []) {
        const group = { clusterName: name, nodegroupName };
        const { nodegroup } = (await ifThere(eks.describeNodegroup(group))) ?? {};
        things.push({ id: nodegroup?.nodegroupArn ?? '', tags: nodegroup?.tags ?? {} });
      }
    }
    const extras = extrasSchema.parse(await (await fetch(`${endpoint}/sandbox/eks`)).json());
    for (const extra of extras.items) {
      const { tags, addonArn, accessEntryArn, associationArn, associationId, principalArn } = extra;
      const arn = addonArn ?? accessEntryArn ?? associationArn;
      if (arn?.split(':')[4] !== accountId) continue;
      things.push({ id: addonArn ?? associationId ?? principalArn ?? '', tags });
    }
    return things;
  }

  async function messageThings(): Promise<Thing[]> {
    const { QueueUrls = [] } = await sqs.listQueues({});
    const queues = QueueUrls.map(async (QueueUrl) => ({
      id: QueueUrl,
      tags: (await ifThere(sqs.listQueueTags({ QueueUrl })))?.Tags ?? {},
    }));
    const { Rules = [] } = await events.listRules({});
    const rules = Rules.map(async ({ Arn = '' }) => ({
      id: Arn,
      tags: record((await ifThere(events.listTagsForResource({ ResourceARN: Arn })))?.Tags),
    }));
    return Promise.all([...queues, ...rules]);
  }

  async function logThings(): Promise<Thing[]> {
    const { logGroups = [] } = await logs.describeLogGroups({});
    const things = logGroups.map(async ({ logGroupArn: id = '' }) => ({
      id,
      tags: (await ifThere(logs.listTagsForResource({ resourceArn: id })))?.tags ?? {},
    }));
    return Promise.all(things);
  }

  return {
    ec2,
    eks,
    elb: new ElasticLoadBalancing(config),
    elbv2: new ElasticLoadBalancingV2(config),
    async things() {
      const all = await Promise.all([
        ec2Things(),
        iamThings(),
        eksThings(),
        messageThings(),
        logThings(),
      ]);
      return all.flat().filter(({ tags }) => tags['slipway:uid'] !== undefined);
    },
    logs,
    async logGroups() {
      const { logGroups = [] } = await logs.describeLogGroups({});
      return logGroups.map(({ logGroupName = '' }) => logGroupName);
    },
    async bucket(name) {
      const answer = await fetch(`${endpoint}/${name}`, {
        method: 'PUT',
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${ADMINISTRATOR}/20260101/${REGION}/s3/aws4_request, Signature=0`,
        },
        body: `<CreateBucketConfiguration><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`,
      });
      if (!answer.ok) throw new Error(`no bucket: ${await answer.text()}`);
      return `arn:aws:s3:::${name}`;
    },
    async foreignVpc() {
      const { Vpc } = await ec2.createVpc({
        CidrBlock: '10.0.0.0/16',
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'demo-main' }] }],
      });
      return Vpc?.VpcId ?? '';
    },
  };
}

interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** The response of a call, or undefined when its resource was deleted since it was listed. */
async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const isGone = error instanceof Error && /NoSuchEntity|NotFound|DoesNotExist/.test(error.name);
    if (isGone) return undefined;
    throw error;
  }
}

function thing(id: string | undefined, tags: Tag[] | undefined): Thing {
  return { id: id ?? '', tags: record(tags) };
}

function record(tags: Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
