/**
 * The permissions of Karpenter's controller: to add instances to its cluster and to end its own instances. The
 * statements are those of the CloudFormation template of Karpenter 1.14, in its order and with its ids.
 */

/** What the policy is about. */
interface PolicyContext {
  /** The partition in ARNs, for example `aws`. */
  partition: string;
  region: string;
  accountId: string;
  clusterName: string;
  queueArn: string;
  nodeRoleArn: string;
}

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Resource: string | string[];
  Action: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export function controllerPolicy(context: PolicyContext): {
  Version: string;
  Statement: Statement[];
} {
  return {
    Version: '2012-10-17',
    Statement: [
      ...instanceStatements(context),
      ...profileStatements(context),
      ...clusterStatements(context),
      ...readStatements(context),
    ],
  };
}

/** The conditions by which Karpenter's own resources are recognized. */
function conditionsOf({ region, clusterName }: PolicyContext) {
  return {
    owned: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: 'owned' },
    ofPool: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
    requestOwned: {
      [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: 'owned',
      'aws:RequestTag/eks:eks-cluster-name': clusterName,
    },
    requestOfPool: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
    inRegion: { 'aws:ResourceTag/topology.kubernetes.io/region': region },
    requestInRegion: { 'aws:RequestTag/topology.kubernetes.io/region': region },
  };
}

function instanceStatements(context: PolicyContext): Statement[] {
  const { partition, region, clusterName } = context;
  const { owned, ofPool, requestOwned, requestOfPool } = conditionsOf(context);
  const ec2 = (type: string) => `arn:${partition}:ec2:${region}:*:${type}/*`;
  const ofAws = (type: string) => `arn:${partition}:ec2:${region}::${type}/*`;
  const created = [
    'fleet',
    'instance',
    'volume',
    'network-interface',
    'launch-template',
    'spot-instances-request',
  ].map(ec2);
  return [
    {
      Sid: 'AllowScopedEC2InstanceAccessActions',
      Effect: 'Allow',
      Resource: [
        ...['image', 'snapshot'].map(ofAws),
        ...['security-group', 'subnet', 'capacity-reservation', 'placement-group'].map(ec2),
      ],
      Action: ['ec2:RunInstances', 'ec2:CreateFleet'],
    },
    {
      Sid: 'AllowScopedEC2LaunchTemplateAccessActions',
      Effect: 'Allow',
      Resource: ec2('launch-template'),
      Action: ['ec2:RunInstances', 'ec2:CreateFleet'],
      Condition: { StringEquals: owned, StringLike: ofPool },
    },
    {
      Sid: 'AllowScopedEC2InstanceActionsWithTags',
      Effect: 'Allow',
      Resource: created,
      Action: ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
      Condition: { StringEquals: requestOwned, StringLike: requestOfPool },
    },
    {
      Sid: 'AllowScopedResourceCreationTagging',
      Effect: 'Allow',
      Resource: created,
      Action: 'ec2:CreateTags',
      Condition: {
        StringEquals: {
          ...requestOwned,
          'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
        },
        StringLike: requestOfPool,
      },
    },
    {
      Sid: 'AllowScopedResourceTagging',
      Effect: 'Allow',
      Resource: ec2('instance'),
      Action: 'ec2:CreateTags',
      Condition: {
        StringEquals: owned,
        StringLike: ofPool,
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
        'ForAllValues:StringEquals': {
          'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
        },
      },
    },
    {
      Sid: 'AllowScopedDeletion',
      Effect: 'Allow',
      Resource: ['instance', 'launch-template'].map(ec2),
      Action: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      Condition: { StringEquals: owned, StringLike: ofPool },
    },
  ];
}

function profileStatements(context: PolicyContext): Statement[] {
  const { partition, accountId, nodeRoleArn } = context;
  const { owned, requestOwned, inRegion, requestInRegion } = conditionsOf(context);
  const Resource = `arn:${partition}:iam::${accountId}:instance-profile/*`;
  const ofClass = { 'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': '*' };
  const requestOfClass = { 'aws:RequestTag/karpenter.k8s.aws/ec2nodeclass': '*' };
  return [
    {
      Sid: 'AllowPassingInstanceRole',
      Effect: 'Allow',
      Resource: nodeRoleArn,
      Action: 'iam:PassRole',
      Condition: {
        StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] },
      },
    },
    {
      Sid: 'AllowScopedInstanceProfileCreationActions',
      Effect: 'Allow',
      Resource,
      Action: ['iam:CreateInstanceProfile'],
      Condition: {
        StringEquals: { ...requestOwned, ...requestInRegion },
        StringLike: requestOfClass,
      },
    },
    {
      Sid: 'AllowScopedInstanceProfileTagActions',
      Effect: 'Allow',
      Resource,
      Action: ['iam:TagInstanceProfile'],
      Condition: {
        StringEquals: { ...owned, ...inRegion, ...requestOwned, ...requestInRegion },
        StringLike: { ...ofClass, ...requestOfClass },
      },
    },
    {
      Sid: 'AllowScopedInstanceProfileActions',
      Effect: 'Allow',
      Resource,
      Action: [
        'iam:AddRoleToInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:DeleteInstanceProfile',
      ],
      Condition: { StringEquals: { ...owned, ...inRegion }, StringLike: ofClass },
    },
  ];
}

function clusterStatements({
  partition,
  region,
  accountId,
  clusterName,
  queueArn,
}: PolicyContext): Statement[] {
  const clusterArn = `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`;
  return [
    {
      Sid: 'AllowAPIServerEndpointDiscovery',
      Effect: 'Allow',
      Resource: clusterArn,
      Action: 'eks:DescribeCluster',
    },
    {
      Sid: 'AllowInterruptionQueueActions',
      Effect: 'Allow',
      Resource: queueArn,
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
    },
    {
      Sid: 'AllowZonalShiftStatusReadOnly',
      Effect: 'Allow',
      Resource: '*',
      Action: ['arc-zonal-shift:GetManagedResource'],
      Condition: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': clusterArn } },
    },
  ];
}

function readStatements({ partition, region, accountId }: PolicyContext): Statement[] {
  const describes = [
    'CapacityReservations',
    'Images',
    'Instances',
    'InstanceStatus',
    'InstanceTypeOfferings',
    'InstanceTypes',
    'LaunchTemplates',
    'PlacementGroups',
    'SecurityGroups',
    'SpotPriceHistory',
    'Subnets',
  ];
  const allow = (Sid: string, Action: string | string[], Resource = '*') =>
    ({ Sid, Effect: 'Allow', Resource, Action }) as const;
  return [
    {
      ...allow(
        'AllowRegionalReadActions',
        describes.map((it) => `ec2:Describe${it}`),
      ),
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    allow(
      'AllowSSMReadActions',
      'ssm:GetParameter',
      `arn:${partition}:ssm:${region}::parameter/aws/service/*`,
    ),
    allow('AllowPricingReadActions', 'pricing:GetProducts'),
    allow('AllowUnscopedInstanceProfileListAction', 'iam:ListInstanceProfiles'),
    allow(
      'AllowInstanceProfileReadActions',
      'iam:GetInstanceProfile',
      `arn:${partition}:iam::${accountId}:instance-profile/*`,
    ),
  ];
}
