/**
 * What the provider's readers make of the answers of AWS: each kind of node reads each recorded story that lists its
 * resources, as if they were Slipway's own.
 */
import { describe, expect, test } from 'vitest';
import type { Owner } from '../../contract/resources/graph.ts';
import { KINDS, type KindName } from '../../providers/aws/kinds/kinds.ts';
import { identityTags } from '../../providers/aws/kinds/tags.ts';
import { isObject, objectsIn, textIn, type Json } from './json.ts';
import { readStories, type RecordedAnswer } from './recordings.ts';
import { replay } from './replay.ts';

const stories = readStories();
const NAME = 'main';

/** What a reader must find: ids with their states and outputs, taken from the answers by hand. */
type Expected = Readonly<Record<string, { state: string; outputs?: Json }>>;

interface Case {
  /** The operations whose answers the reader needs. */
  needs: readonly string[];
  /** The object in each of their answers that carries the tags; absent if these answers have none. */
  tagged?: string;
  /** The resource that the story is about, for services that find resources by the name of their owner. */
  owner?: (answers: readonly RecordedAnswer[]) => Partial<Owner>;
  more?: Readonly<Record<string, Json>>;
  expected: (answers: readonly RecordedAnswer[]) => Expected;
}

/** The first answer to an operation; an empty object if there is none. */
function first(answers: readonly RecordedAnswer[], operation: string): Json {
  return answers.find((it) => it.operation === operation && it.status < 300)?.data ?? {};
}

/** The listed objects of the first answer to an operation, by their id. */
function listed(
  operation: string,
  list: string,
  id: string,
  found: (it: Json) => { state: string; outputs?: Json } | undefined,
): Case['expected'] {
  return (answers) =>
    Object.fromEntries(
      objectsIn(first(answers, operation), list).flatMap((it) => {
        const value = found(it);
        return value === undefined ? [] : [[textIn(it, id), value]];
      }),
    );
}

const EKS_STATES: Readonly<Record<string, string>> = {
  ACTIVE: 'available',
  DELETING: 'deleting',
  CREATE_FAILED: 'failed',
};
const available = () => ({ state: 'available' });
const clusterIn = (answers: readonly RecordedAnswer[]): Json => {
  const { cluster } = first(answers, 'DescribeCluster');
  return isObject(cluster) ? cluster : {};
};
const objectOf = (it: Json, name: string): Json => (isObject(it[name]) ? it[name] : {});

const CASES = {
  vpc: {
    needs: ['ec2.DescribeVpcs'],
    tagged: 'Vpcs',
    expected: listed('DescribeVpcs', 'Vpcs', 'VpcId', (it) => ({
      state: it['State'] === 'pending' ? 'creating' : 'available',
      outputs: { cidr: it['CidrBlock'] },
    })),
  },
  subnet: {
    needs: ['ec2.DescribeSubnets'],
    tagged: 'Subnets',
    expected: listed('DescribeSubnets', 'Subnets', 'SubnetId', (it) => ({
      state: 'available',
      outputs: { availabilityZone: it['AvailabilityZone'], cidr: it['CidrBlock'] },
    })),
  },
  internet_gateway: {
    needs: ['ec2.DescribeInternetGateways'],
    tagged: 'InternetGateways',
    expected: listed(
      'DescribeInternetGateways',
      'InternetGateways',
      'InternetGatewayId',
      available,
    ),
  },
  elastic_ip: {
    needs: ['ec2.DescribeAddresses'],
    tagged: 'Addresses',
    expected: listed('DescribeAddresses', 'Addresses', 'AllocationId', (it) => ({
      state: 'available',
      outputs: { publicIp: it['PublicIp'] },
    })),
  },
  nat_gateway: {
    needs: ['ec2.DescribeNatGateways'],
    tagged: 'NatGateways',
    expected: listed('DescribeNatGateways', 'NatGateways', 'NatGatewayId', (it) => ({
      state: textIn(it, 'State'),
      outputs: { publicIp: objectsIn(it, 'NatGatewayAddresses')[0]?.['PublicIp'] },
    })),
  },
  route_table: {
    needs: ['ec2.DescribeRouteTables'],
    tagged: 'RouteTables',
    expected: listed('DescribeRouteTables', 'RouteTables', 'RouteTableId', available),
  },
  security_group: {
    needs: ['ec2.DescribeSecurityGroups'],
    tagged: 'SecurityGroups',
    expected: listed('DescribeSecurityGroups', 'SecurityGroups', 'GroupId', available),
  },
  vpc_endpoint: {
    needs: ['ec2.DescribeVpcEndpoints'],
    tagged: 'VpcEndpoints',
    expected: listed('DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId', available),
  },
  flow_log: {
    needs: ['ec2.DescribeFlowLogs'],
    tagged: 'FlowLogs',
    expected: listed('DescribeFlowLogs', 'FlowLogs', 'FlowLogId', (it) => ({
      state: 'available',
      outputs: { bucketArn: textIn(it, 'LogDestination') },
    })),
  },
  launch_template: {
    needs: ['ec2.DescribeLaunchTemplates'],
    tagged: 'LaunchTemplates',
    expected: listed('DescribeLaunchTemplates', 'LaunchTemplates', 'LaunchTemplateId', (it) => ({
      state: 'available',
      outputs: { version: String(it['LatestVersionNumber']) },
    })),
  },
  control_plane: {
    needs: ['eks.DescribeCluster'],
    tagged: 'cluster',
    owner: (answers) => ({ resourceId: textIn(clusterIn(answers), 'name') }),
    expected: (answers) => {
      const cluster = clusterIn(answers);
      return {
        [textIn(cluster, 'arn')]: {
          state: EKS_STATES[textIn(cluster, 'status')] ?? 'unknown',
          outputs: {
            name: cluster['name'],
            version: cluster['version'],
            endpoint: cluster['endpoint'],
            // The oldest clusters have none.
            oidcIssuer: textIn(objectOf(objectOf(cluster, 'identity'), 'oidc'), 'issuer'),
          },
        },
      };
    },
  },
  addon: {
    needs: ['eks.DescribeAddon', 'eks.ListAddons'],
    tagged: 'addon',
    owner: (answers) => ({ resourceId: textIn(clusterIn(answers), 'name') }),
    expected: (answers) =>
      Object.fromEntries(
        answers
          .filter(({ operation }) => operation === 'DescribeAddon')
          .map(({ data }) => objectOf(data, 'addon'))
          .map((addon) => [
            textIn(addon, 'addonArn'),
            { state: 'available', outputs: { version: addon['addonVersion'] } },
          ]),
      ),
  },
  node_group: {
    needs: ['eks.DescribeNodegroup', 'eks.ListNodegroups'],
    tagged: 'nodegroup',
    expected: (answers) => {
      const { nodegroups } = first(answers, 'ListNodegroups');
      const count = Array.isArray(nodegroups) ? nodegroups.length : 0;
      const seen = answers.filter(({ operation }) => operation === 'DescribeNodegroup');
      return Object.fromEntries(
        seen.slice(0, count).map(({ data }) => {
          const group = objectOf(data, 'nodegroup');
          const outputs = { name: group['nodegroupName'], version: textIn(group, 'version') };
          const state = EKS_STATES[textIn(group, 'status')] ?? 'unknown';
          return [textIn(group, 'nodegroupArn'), { state, outputs }];
        }),
      );
    },
  },
  oidc_provider: {
    needs: ['iam.ListOpenIDConnectProviders', 'iam.GetOpenIDConnectProvider'],
    tagged: '',
    expected: (answers) => {
      const list = objectsIn(
        first(answers, 'ListOpenIDConnectProviders'),
        'OpenIDConnectProviderList',
      );
      const { Url: url } = first(answers, 'GetOpenIDConnectProvider');
      return { [textIn(list[0] ?? {}, 'Arn')]: { state: 'available', outputs: { url } } };
    },
  },
  queue: {
    needs: ['sqs.ListQueues', 'sqs.GetQueueAttributes', 'sqs.ListQueueTags'],
    tagged: '',
    expected: (answers) => {
      const { QueueUrls: urls = [] } = first(answers, 'ListQueues');
      const { QueueArn: arn } = objectOf(first(answers, 'GetQueueAttributes'), 'Attributes');
      const all = Array.isArray(urls) ? urls.map(String) : [];
      return Object.fromEntries(
        all.map((url) => [url, { state: 'available', outputs: { url, arn } }]),
      );
    },
  },
  event_rule: {
    needs: ['events.ListRules'],
    more: { 'events:ListTagsForResource': {} },
    tagged: '',
    expected: listed('ListRules', 'Rules', 'Arn', (it) => ({
      state: 'available',
      outputs: { name: it['Name'] },
    })),
  },
  iam_role: {
    needs: ['iam.GetRole'],
    tagged: 'Role',
    expected: (answers) => {
      const role = objectOf(first(answers, 'GetRole'), 'Role');
      return { [textIn(role, 'Arn')]: { state: 'available' } };
    },
  },
} satisfies Partial<Record<KindName, Case>>;

/** Adds tags to the object, or to each object of the list, with this name; to the answer itself without a name. */
function withTags(data: Json, name: string, tags: Record<string, string>): Json {
  if (name === '') return tag(data, tags);
  const it = data[name];
  if (Array.isArray(it)) return { ...data, [name]: it.map((one) => tag(one as Json, tags)) };
  return isObject(it) ? { ...data, [name]: tag(it, tags) } : data;
}

function tag(it: Json, tags: Record<string, string>): Json {
  const pairs = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    ...it,
    Tags:
      'Attributes' in it || 'QueueUrls' in it ? it['Tags'] : [...objectsIn(it, 'Tags'), ...pairs],
    tags: { ...objectOf(it, 'tags'), ...tags },
  };
}

const OWNER: Owner = {
  organizationId: 'acme',
  resourceType: 'cluster',
  resourceId: 'recorded',
  resourceUid: '01M85ZVC0FA2Y6QW3N0RB4T8KJ',
  region: 'us-east-1',
};

describe.each(Object.entries(CASES) as [KindName, Case][])('%s', (type, spec) => {
  const told = [...stories].filter(([, answers]) =>
    spec.needs.every((need) => {
      const answer = answers.find((it) => `${it.service}.${it.operation}` === need);
      return answer !== undefined && answer.status < 300;
    }),
  );

  test('is told of by a story', () => {
    expect(told.length).toBeGreaterThan(0);
  });

  test.each(told)('reads %s', async (_story, answers) => {
    const owner: Owner = { ...OWNER, ...spec.owner?.(answers) };
    const named = type === 'iam_role' ? NAME : undefined;
    const tags = identityTags(owner, type, named);
    const { result, calls } = await replay(answers, (aws) => KINDS[type].list(aws, owner, named), {
      change: (data, operation) =>
        operation === 'ListQueueTags'
          ? { ...data, Tags: tags }
          : withTags(data, spec.tagged ?? '', tags),
      ...(spec.more && {
        more: Object.fromEntries(
          Object.entries(spec.more).map(([key, data]) => [key, tag(data, tags)]),
        ),
      }),
    });
    const found = Object.fromEntries(result.map((it) => [it.cloudId, it]));
    const expected = spec.expected(answers);
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [id, { state, outputs = {} }] of Object.entries(expected)) {
      expect(found[id]).toMatchObject({ state, outputs, tags });
    }
    // A reader changes nothing.
    expect(calls.filter((it) => !/:(Describe|List|Get)/.test(it))).toEqual([]);
  });
});
