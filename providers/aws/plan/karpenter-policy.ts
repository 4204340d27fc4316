/**
 * The permissions of Karpenter's controller: to add instances to its cluster and to end its own instances.
 * They follow Karpenter's CloudFormation template.
 */
export function controllerPolicy(about: {
  region: string;
  accountId: string;
  clusterName: string;
  queueArn: string;
  nodeRoleArn: string;
}) {
  const { region, accountId, clusterName, queueArn, nodeRoleArn } = about;
  const owned = { [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: 'owned' };
  const ownedAlready = { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: 'owned' };
  const ec2 = (type: string) => `arn:aws:ec2:${region}:*:${type}/*`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Launch',
        Effect: 'Allow',
        Action: ['ec2:RunInstances', 'ec2:CreateFleet'],
        Resource: ['image', 'snapshot', 'security-group', 'subnet', 'capacity-reservation'].map(
          ec2,
        ),
      },
      {
        Sid: 'LaunchTagged',
        Effect: 'Allow',
        Action: ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
        Resource: [
          'fleet',
          'instance',
          'volume',
          'network-interface',
          'launch-template',
          'spot-instances-request',
        ].map(ec2),
        Condition: { StringEquals: owned },
      },
      {
        Sid: 'TagAtLaunch',
        Effect: 'Allow',
        Action: 'ec2:CreateTags',
        Resource: ['fleet', 'instance', 'volume', 'network-interface', 'launch-template'].map(ec2),
        Condition: {
          StringEquals: {
            ...owned,
            'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
          },
        },
      },
      {
        Sid: 'EndOwn',
        Effect: 'Allow',
        Action: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate', 'ec2:CreateTags'],
        Resource: ['instance', 'launch-template'].map(ec2),
        Condition: { StringEquals: ownedAlready },
      },
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: [
          'ec2:DescribeCapacityReservations',
          'ec2:DescribeImages',
          'ec2:DescribeInstances',
          'ec2:DescribeInstanceTypeOfferings',
          'ec2:DescribeInstanceTypes',
          'ec2:DescribeLaunchTemplates',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSpotPriceHistory',
          'ec2:DescribeSubnets',
          'pricing:GetProducts',
        ],
        Resource: '*',
      },
      {
        Sid: 'Images',
        Effect: 'Allow',
        Action: 'ssm:GetParameter',
        Resource: `arn:aws:ssm:${region}::parameter/aws/service/*`,
      },
      {
        Sid: 'Interruptions',
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
        Resource: queueArn,
      },
      {
        Sid: 'NodeRole',
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: nodeRoleArn,
        Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
      },
      {
        Sid: 'Profiles',
        Effect: 'Allow',
        Action: [
          'iam:AddRoleToInstanceProfile',
          'iam:CreateInstanceProfile',
          'iam:DeleteInstanceProfile',
          'iam:GetInstanceProfile',
          'iam:RemoveRoleFromInstanceProfile',
          'iam:TagInstanceProfile',
        ],
        Resource: `arn:aws:iam::${accountId}:instance-profile/*`,
      },
      {
        Sid: 'Cluster',
        Effect: 'Allow',
        Action: 'eks:DescribeCluster',
        Resource: `arn:aws:eks:${region}:${accountId}:cluster/${clusterName}`,
      },
    ],
  };
}
