/** The permissions to delete what controllers in a cluster made, by the tags of those controllers. */
import { LEFTOVER_OF } from '../plan/names.ts';
import { all, tagged, type Statement } from './statement.ts';

const DELETE_BALANCERS = {
  'elasticloadbalancing:DeleteLoadBalancer': ['loadbalancer'],
  'elasticloadbalancing:DeleteTargetGroup': ['targetgroup'],
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
    // The group that EKS made for the cluster has rules for the groups of its load balancers.
    sid: 'GroupRules',
    actions: { 'ec2:RevokeSecurityGroupIngress': ['security-group'] },
    condition: tagged('aws:eks:cluster-name'),
  },
  { sid: 'Balancers', actions: DELETE_BALANCERS, condition: tagged('elbv2.k8s.aws/cluster') },
  {
    sid: 'OldBalancers',
    actions: DELETE_BALANCERS,
    condition: tagged('kubernetes.io/service-name'),
  },
];
