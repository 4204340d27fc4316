/** The AWS permissions of service accounts: an association for each, and a role unless an existing one is named. */
import * as z from 'zod';
import type { PodIdentity } from '../../../../contract/providers/aws-settings/pod-identity.ts';
import { CONTROL_PLANE } from '../../../kubernetes/cluster-layout.ts';
import { hashedName } from '../names.ts';
import { POD_IDENTITY } from './roles.ts';
import type { AwsRow } from '../rows.ts';

/** The body of every request is JSON. */
const documentSchema = z.record(z.string(), z.json());

export function podIdentityRows(identities: readonly PodIdentity[] = []): AwsRow[] {
  return identities.flatMap((identity): AwsRow[] => {
    const { namespace, serviceAccount, roleArn } = identity;
    const name = podIdentityName(identity);
    const role = `pod-${name}`;
    const association = (needs: string[]): AwsRow => ({
      type: 'pod_identity_association',
      name,
      needs: [CONTROL_PLANE, ...needs],
      properties: { namespace, serviceAccount, roleArn },
    });
    return roleArn === undefined
      ? [roleRow(role, identity), association([`iam_role/${role}`])]
      : [association([])];
  });
}

/** The name of the nodes for a service account, for example `shop-api-1a2b3c4d`. */
export function podIdentityName({
  namespace,
  serviceAccount,
}: Pick<PodIdentity, 'namespace' | 'serviceAccount'>): string {
  return hashedName(`${namespace}-${serviceAccount}`, `${namespace}/${serviceAccount}`);
}

/** The role has exactly the permissions of the spec. */
function roleRow(name: string, { policyArns = [], policy }: PodIdentity): AwsRow {
  return {
    type: 'iam_role',
    name,
    properties: {
      trusts: POD_IDENTITY,
      managedPolicies: policyArns,
      policy: policy && documentSchema.parse(policy),
      isExact: true,
    },
  };
}
