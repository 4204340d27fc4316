/**
 * The permissions that Slipway's credentials need, as a table of policy statements. `policy.ts` makes the
 * document of docs/aws-permissions.json from it, and `simulation.ts` the requests with which a role is checked.
 *
 * A new action belongs to one of the first statements: `Read` if it changes nothing, `Make` if it creates a resource
 * with Slipway's tags, `ChangeOwn` if it works on a resource that carries them. Anything else needs a statement
 * of its own, with a resource or a condition that excludes what others have made.
 */
import { TAGS } from '../../identity.ts';
import { DISCOVERED_BY, LEFTOVER_OF, TAGS_BEFORE } from '../plan/names.ts';
import { LEFTOVER_STATEMENTS } from './leftovers.ts';
import { READS } from './reads.ts';
import { all, tagged, type Statement } from './statement.ts';

const ROLES = 'arn:*:iam::*:role/slipway/*';

export const STATEMENTS: readonly Statement[] = [
  {
    sid: 'Read',
    actions: all(READS),
    shortenedTo: [
      'ec2:Describe',
      'eks:Describe',
      'eks:List',
      'elasticloadbalancing:Describe',
      'events:List',
      'iam:List',
      'servicequotas:Get',
    ],
  },
  {
    sid: 'Make',
    actions: {
      'ec2:AllocateAddress': ['elastic-ip'],
      'ec2:CreateFlowLogs': ['vpc-flow-log'],
      'ec2:CreateInternetGateway': ['internet-gateway'],
      'ec2:CreateLaunchTemplate': ['launch-template'],
      'ec2:CreateNatGateway': ['natgateway'],
      'ec2:CreateRouteTable': ['route-table'],
      'ec2:CreateSecurityGroup': ['security-group'],
      'ec2:CreateSubnet': ['subnet'],
      'ec2:CreateVpc': ['vpc'],
      'ec2:CreateVpcEndpoint': ['vpc-endpoint'],
      'eks:CreateCluster': [],
      'eks:TagResource': [
        'cluster',
        'nodegroup',
        'addon',
        'access-entry',
        'podidentityassociation',
      ],
      'iam:CreateOpenIDConnectProvider': ['oidc-provider'],
      'iam:TagOpenIDConnectProvider': ['oidc-provider'],
    },
    condition: { StringLike: { [`aws:RequestTag/${TAGS.uid}`]: '*' } },
  },
  {
    // Tags in a create. RunInstances stands for the launch template of a node group.
    sid: 'TagNew',
    actions: { 'ec2:CreateTags': ['vpc', 'subnet', 'instance', 'volume'] },
    condition: {
      StringLike: {
        [`aws:RequestTag/${TAGS.uid}`]: '*',
        'ec2:CreateAction': ['Create*', 'AllocateAddress', 'RunInstances'],
      },
    },
  },
  {
    sid: 'ChangeOwn',
    shortenedTo: ['ec2:Delete', 'eks:Delete', 'eks:Update'],
    actions: {
      'ec2:AssociateRouteTable': ['route-table', 'subnet'],
      'ec2:AttachInternetGateway': ['internet-gateway', 'vpc'],
      'ec2:CreateFlowLogs': ['vpc'],
      'ec2:CreateNatGateway': ['elastic-ip', 'subnet'],
      'ec2:CreateRoute': ['route-table'],
      'ec2:CreateRouteTable': ['vpc'],
      'ec2:CreateSubnet': ['vpc'],
      'ec2:CreateTags': ['vpc', 'subnet', 'natgateway'],
      'ec2:CreateVpcEndpoint': ['vpc', 'route-table'],
      'ec2:DeleteFlowLogs': ['vpc-flow-log'],
      'ec2:DeleteInternetGateway': ['internet-gateway'],
      'ec2:DeleteLaunchTemplate': ['launch-template'],
      'ec2:DeleteNatGateway': ['natgateway'],
      'ec2:DeleteRouteTable': ['route-table'],
      'ec2:DeleteSecurityGroup': ['security-group'],
      'ec2:DeleteSubnet': ['subnet'],
      'ec2:DeleteTags': ['vpc', 'subnet', 'natgateway'],
      'ec2:DeleteVpc': ['vpc'],
      'ec2:DeleteVpcEndpoints': ['vpc-endpoint'],
      'ec2:DetachInternetGateway': ['internet-gateway', 'vpc'],
      'ec2:DisassociateRouteTable': ['route-table'],
      'ec2:ModifySubnetAttribute': ['subnet'],
      'ec2:ModifyVpcAttribute': ['vpc'],
      'ec2:ReleaseAddress': ['elastic-ip'],
      'ec2:ReplaceRoute': ['route-table'],
      'ec2:RevokeSecurityGroupIngress': ['security-group'],
      'ec2:RunInstances': ['launch-template'],
      'eks:AssociateAccessPolicy': ['access-entry'],
      'eks:CreateAccessEntry': ['cluster'],
      'eks:CreateAddon': ['cluster'],
      'eks:CreateNodegroup': ['cluster'],
      'eks:CreatePodIdentityAssociation': ['cluster'],
      'eks:DeleteAccessEntry': ['access-entry'],
      'eks:DeleteAddon': ['addon'],
      'eks:DeleteCluster': ['cluster'],
      'eks:DeleteNodegroup': ['nodegroup'],
      'eks:DeletePodIdentityAssociation': ['podidentityassociation'],
      'eks:DisassociateAccessPolicy': ['access-entry'],
      'eks:TagResource': ['cluster', 'nodegroup'],
      'eks:UntagResource': ['cluster', 'nodegroup'],
      'eks:UpdateAccessEntry': ['access-entry'],
      'eks:UpdateAddon': ['addon'],
      'eks:UpdateClusterConfig': ['cluster'],
      'eks:UpdateClusterVersion': ['cluster'],
      'eks:UpdateNodegroupConfig': ['nodegroup'],
      'eks:UpdateNodegroupVersion': ['nodegroup'],
      'eks:UpdatePodIdentityAssociation': ['podidentityassociation'],
      'iam:DeleteOpenIDConnectProvider': ['oidc-provider'],
      'iam:TagOpenIDConnectProvider': ['oidc-provider'],
      'iam:UntagOpenIDConnectProvider': ['oidc-provider'],
    },
    condition: tagged(TAGS.uid),
  },
  {
    // A cluster's network can be one that Slipway did not make.
    sid: 'JoinNetwork',
    actions: { 'ec2:CreateSecurityGroup': [] },
    resources: ['arn:*:ec2:*:*:vpc/*'],
  },
  {
    // Tags by which Karpenter finds subnets and groups, and the mark of leftovers.
    sid: 'Mark',
    actions: all(['ec2:CreateTags', 'ec2:DeleteTags']),
    resources: ['arn:*:ec2:*:*:subnet/*', 'arn:*:ec2:*:*:security-group/*'],
    condition: {
      'ForAllValues:StringLike': {
        'aws:TagKeys': [
          'karpenter.sh/discovery',
          'kubernetes.io/cluster/*',
          `${DISCOVERED_BY}*`,
          `${TAGS_BEFORE}*`,
          LEFTOVER_OF,
        ],
      },
      Null: { 'aws:TagKeys': 'false' },
    },
  },
  {
    // EKS checks that the caller of CreateNodegroup may run instances with the launch template.
    sid: 'RunByTemplate',
    actions: { 'ec2:RunInstances': [] },
    resources: [
      ...['instance', 'volume', 'network-interface', 'subnet', 'security-group'].map(
        (type) => `arn:*:ec2:*:*:${type}/*`,
      ),
      'arn:*:ec2:*::image/*',
    ],
    condition: { ArnLike: { 'ec2:LaunchTemplate': 'arn:*:ec2:*:*:launch-template/*' } },
  },
  {
    sid: 'Roles',
    actions: all([
      'iam:AttachRolePolicy',
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:PassRole',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
    ]),
    resources: [ROLES],
  },
  {
    // Roles that a cluster's spec names for its pods.
    sid: 'RolesOfPods',
    actions: all(['iam:PassRole']),
    resources: ['arn:*:iam::*:role/*'],
    condition: { StringEquals: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } },
  },
  {
    sid: 'ServiceLinkedRoles',
    actions: all(['iam:CreateServiceLinkedRole']),
    resources: ['arn:*:iam::*:role/aws-service-role/*'],
    condition: {
      StringLike: {
        'iam:AWSServiceName': [
          'eks*.amazonaws.com',
          'autoscaling.amazonaws.com',
          'spot.amazonaws.com',
        ],
      },
    },
  },
  {
    // The logs of control planes. One that Slipway takes over has no tags of its before.
    sid: 'Logs',
    actions: all([
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ]),
    resources: ['arn:*:logs:*:*:log-group:/aws/eks/*'],
  },
  {
    sid: 'Queues',
    actions: all(['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:TagQueue', 'sqs:UntagQueue']),
    resources: ['arn:*:sqs:*:*:*-karpenter-interruption-*'],
  },
  {
    sid: 'Rules',
    actions: all([
      'events:DeleteRule',
      'events:PutRule',
      'events:PutTargets',
      'events:RemoveTargets',
      'events:TagResource',
      'events:UntagResource',
    ]),
    resources: ['arn:*:events:*:*:rule/*-karpenter-*'],
  },
  {
    // The bucket and the key are the user's own.
    sid: 'FlowLogsAndKeys',
    actions: all([
      'kms:CreateGrant',
      'kms:DescribeKey',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      's3:GetBucketPolicy',
      's3:PutBucketPolicy',
    ]),
  },
  ...LEFTOVER_STATEMENTS,
];
