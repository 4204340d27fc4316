/** The permissions to delete what controllers in a cluster made, by the tags of those controllers. */
import { LEFTOVER_OF } from '../plan/names.ts';
import { all, tagged, type Statement } from './statement.ts';

const DELETE_BALANCERS = {
  actions: {
    'elasticloadbalancing:DeleteLoadBalancer': ['loadbalancer'],
    'elasticloadbalancing:DeleteTargetGroup': ['targetgroup'],
  },
  shortenedTo: ['elasticloadbalancing:Delete'],
};

export const LEFTOVER_STATEMENTS: readonly Statement[] = [
  {
    sid: 'Instances',
    actions: { 'ec2:TerminateInstances': ['instance'] },
    condition: tagged('karpenter.sh/nodepool'),
  },
  {
    sid: 'Templates',
    actions: { 'ec2:DeleteLaunchTemplate': ['launch-template'] },
    condition: tagged('karpenter.k8s.aws/cluster'),
  },
  {
    sid: 'Profiles',
    actions: all(
      ['iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      'instance-profile',
    ),
    condition: tagged('karpenter.k8s.aws/ec2nodeclass'),
  },
  {
    sid: 'Interfaces',
    actions: { 'ec2:DeleteNetworkInterface': ['network-interface'] },
    condition: tagged('cluster.k8s.amazonaws.com/name'),
  },
  {
    sid: 'Volumes',
    actions: { 'ec2:DeleteVolume': ['volume'] },
    condition: tagged('kubernetes.io/created-for/pvc/name'),
  },
  {
    sid: 'Groups',
    actions: { 'ec2:DeleteSecurityGroup': ['security-group'] },
    condition: tagged(LEFTOVER_OF),
  },
  {
    // The group that EKS made for the cluster has rules for the groups of its load balancers, and can stay behind.
    sid: 'GroupOfEks',
    actions: {
      'ec2:DeleteSecurityGroup': ['security-group'],
      'ec2:RevokeSecurityGroupIngress': ['security-group'],
    },
    condition: tagged('aws:eks:cluster-name'),
  },
  {
    sid: 'GuardDuty',
    actions: {
      'ec2:DeleteSecurityGroup': ['security-group'],
      'ec2:DeleteVpcEndpoints': ['vpc-endpoint'],
    },
    condition: tagged('GuardDutyManaged'),
  },
  { sid: 'Balancers', ...DELETE_BALANCERS, condition: tagged('elbv2.k8s.aws/cluster') },
  {
    sid: 'OldBalancers',
    ...DELETE_BALANCERS,
    condition: tagged('kubernetes.io/service-name'),
  },
];
