/** The access entries of the IAM users and roles that may use the Kubernetes API of a cluster. */
import type { AccessEntry } from '../../../../contract/providers/aws-settings/access.ts';
import { CONTROL_PLANE } from '../../../kubernetes/cluster-layout.ts';
import { hashedName } from '../names.ts';
import type { AwsRow } from '../rows.ts';

/** The access policies of EKS with short names. */
const POLICIES: Readonly<Record<string, string>> = {
  'cluster-admin': 'AmazonEKSClusterAdminPolicy',
  admin: 'AmazonEKSAdminPolicy',
  edit: 'AmazonEKSEditPolicy',
  view: 'AmazonEKSViewPolicy',
  'admin-view': 'AmazonEKSAdminViewPolicy',
};

export function accessRows(entries: readonly AccessEntry[] = []): AwsRow[] {
  return entries.map(({ principalArn, policies = [], kubernetesGroups = [] }) => {
    const [, partition = 'aws'] = principalArn.split(':');
    return {
      type: 'access_entry',
      name: accessEntryName(principalArn),
      needs: [CONTROL_PLANE],
      properties: {
        principalArn,
        policies: policies.map(({ policy, namespaces = [] }) => ({
          arn: policyArn(partition, policy),
          namespaces: namespaces.toSorted(),
        })),
        kubernetesGroups: kubernetesGroups.toSorted(),
      },
    };
  });
}

/** The name of the node for a user or role, for example `team-1a2b3c4d`. */
export function accessEntryName(principalArn: string): string {
  return hashedName(principalArn.slice(principalArn.lastIndexOf('/') + 1), principalArn);
}

function policyArn(partition: string, policy: string): string {
  const name = POLICIES[policy];
  return name === undefined ? policy : `arn:${partition}:eks::aws:cluster-access-policy/${name}`;
}
