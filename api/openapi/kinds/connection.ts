import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from '../examples/ids.ts';
import { RECORD_DESCRIPTIONS, type KindDocument } from './kind-document.ts';

const account = {
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/slipway',
  externalId: 'f3b1c2d4-blue-team',
};

export const connection: KindDocument<'connection'> = {
  title: 'Connection',
  tag: 'Connections',
  tagDescription: 'Cloud accounts and the roles that give access to them.',
  summaries: { create: 'Connect an account' },
  listDescription:
    'Without the built-in connections, which stand for the credentials of the workers.',
  createDescription:
    'Verifies that the role can be assumed, that it belongs to the account, that it has the permissions for a cluster, and that the quotas leave room for one. The connection can be used when the operation has succeeded. When the operation fails, the name is free again.',
  problems: { create: [] },
  examples: {
    record: {
      id: 'production',
      uid: RESOURCE_UID,
      organizationId: 'local',
      name: 'production',
      provider: 'simulated',
      region: 'sim-central-1',
      status: 'active',
      spec: account,
      outputs: { accountId: account.accountId, principal: account.roleArn },
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
      outputs: 'The account and the principal that the verification found.',
    },
    spec: {
      accountId: 'The account that the role must belong to.',
      externalId:
        "The external id that the role's trust policy requires. It is not a secret, but should be hard to guess.",
    },
    createRequest: {
      self: 'A role in an account, which workers assume for each step of their work. Slipway stores no credentials.',
      accountId: 'The account that the role must belong to.',
      roleArn:
        "The role. Its trust policy must name the workers' own identity, and the external id as a condition.",
      externalId:
        "The external id that the role's trust policy requires. It is not a secret, but should be hard to guess.",
      region: 'The region where the role is verified. Resources may be in other regions.',
    },
  },
};
