import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from '../examples/ids.ts';
import { RECORD_DESCRIPTIONS, type KindDocument } from './kind-document.ts';

const account = {
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/slipway',
};
const externalId = 'slipway:local:5f0c3a9e1b7d42866c2e8f4a9d013b57';

const PLAN_ROLE =
  'A second role of the same account for what only reads: the plans of deployments, and all previews (`validateOnly`). It trusts Slipway as `roleArn` does, and may lack every right to change something. Without it, `roleArn` plans, too.';

export const connection: KindDocument<'connection'> = {
  title: 'Connection',
  tag: 'Connections',
  tagDescription: 'Cloud accounts and the roles that give access to them.',
  summaries: { create: 'Connect an account' },
  listDescription:
    'Without the built-in connections, which stand for the credentials of the workers.',
  createDescription:
    'Generates an external id, then verifies that the role can be assumed with it and only with it, that the role belongs to the account, that it has the permissions for a cluster, and that the quotas leave room for one. Of `planRoleArn` it verifies the trust and the account. Read the connection for the trust policy that the roles need: the operation waits until each role has it, an hour by default. The connection can be used when the operation has succeeded. When the operation fails, the connection is `failed` and keeps its external id: repair the role and retry the operation, or delete the connection.',
  problems: { create: ['role_taken'] },
  examples: {
    record: {
      id: 'production',
      uid: RESOURCE_UID,
      organizationId: 'local',
      name: 'production',
      provider: 'simulated',
      region: 'sim-central-1',
      status: 'active',
      spec: { ...account, externalId },
      outputs: { accountId: account.accountId, principal: account.roleArn },
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:sim:iam::000000000000:root' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Condition: { StringEquals: { 'sts:ExternalId': externalId } },
          },
        ],
      },
      operationId: OPERATION_ID,
      createdAt: CREATED_AT,
      updatedAt: '2026-11-24T05:18:25.480Z',
    },
    createRequest: { name: 'production', ...account },
  },
  descriptions: {
    record: {
      ...RECORD_DESCRIPTIONS,
      region: 'The region where the role is verified. Resources may be in other regions.',
      outputs:
        'The account and the principal that the verification found, and `planPrincipal`, the principal of the plan role.',
      trustPolicy:
        'The trust policy that the role, and the plan role, need. It requires the external id, and allows the tags of sessions. Absent in lists.',
    },
    spec: {
      accountId: 'The account that the roles must belong to.',
      planRoleArn: PLAN_ROLE,
      externalId:
        "The external id that the role's trust policy must require: `slipway:{organization}:{128 random bits}`. Slipway generates it once for each connection. It is not a secret. Absent in lists.",
    },
    createRequest: {
      self: 'A role in an account, which workers assume for each step of their work. Slipway stores no credentials.',
      accountId: 'The account that the role must belong to.',
      roleArn:
        'The role. It may exist already, or be created once the trust policy of the connection is known.',
      planRoleArn: PLAN_ROLE,
      region: 'The region where the role is verified. Resources may be in other regions.',
    },
  },
};
