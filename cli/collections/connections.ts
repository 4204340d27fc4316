import { PROVIDERS } from '../../contract/vocabulary.ts';
import type { components } from '../../client/openapi.ts';
import type { Flags } from '../commands/shared/command.ts';
import { given } from '../input/flags.ts';
import { formatAge } from '../output/time.ts';
import { STATUS_COLUMN } from '../output/table.ts';
import type { Collection } from './collection.ts';

type Connection = components['schemas']['Connection'];

const CREATE_FLAGS = {
  account: { type: 'string', describe: 'Account that the role must belong to, 12 digits' },
  role: { type: 'string', describe: 'ARN of the role to assume' },
  'plan-role': {
    type: 'string',
    describe: 'ARN of the role for plans and previews, which only read [default: --role]',
  },
  provider: { type: 'string', values: PROVIDERS, describe: 'Cloud provider [default: simulated]' },
  region: { type: 'string', describe: 'Region where the role is verified' },
  'display-name': { type: 'string', describe: 'Free text' },
} as const satisfies Flags;

/** Values for missing fields. The server refuses them, and reports all of them at once. */
const NOTHING = { accountId: '', roleArn: '' };

export const connections: Collection<Connection, typeof CREATE_FLAGS, Flags> = {
  name: 'connections',
  singular: 'connection',
  columns: [
    { title: 'NAME', of: ({ name }) => name, cut: true },
    STATUS_COLUMN,
    { title: 'PROVIDER', of: ({ provider }) => provider },
    { title: 'REGION', of: ({ region }) => region },
    { title: 'ACCOUNT', of: ({ spec }) => spec.accountId },
    { title: 'AGE', of: ({ createdAt }) => formatAge(createdAt, Date.now()), align: 'right' },
    { title: 'OPERATION', of: ({ operationId }) => operationId, wide: true },
  ],
  fieldsOf: ({ spec }) => ({
    roleArn: spec.roleArn,
    planRoleArn: spec.planRoleArn,
    externalId: spec.externalId,
  }),
  create: {
    flags: CREATE_FLAGS,
    specOf: (args) =>
      given({
        accountId: args.account,
        roleArn: args.role,
        planRoleArn: args['plan-role'],
        provider: args.provider,
        region: args.region,
        displayName: args['display-name'],
      }),
    examples: [
      [
        'connections create blue --account 123456789012 --role arn:aws:iam::123456789012:role/slipway',
        'prints the trust policy that the role needs, waits for it, and verifies the role',
      ],
      [
        'connections create blue --account 123456789012 --role arn:aws:iam::123456789012:role/slipway --plan-role arn:aws:iam::123456789012:role/slipway-plan',
        'plans and previews use a second role, which may only read',
      ],
      ['connections create -f connection.yaml', 'from a file'],
    ],
  },
  createOne: (api, body) => api.POST('/connections', { body: { ...NOTHING, ...body } }),
  async noteCreated({ io, slipway, hint }, connectionId) {
    const params = { path: { connectionId } };
    const { data } = await slipway.api.GET('/connections/{connectionId}', { params });
    if (data?.trustPolicy === undefined) return;
    const { roleArn, planRoleArn } = data.spec;
    const needs =
      planRoleArn === undefined
        ? `The role ${roleArn} needs`
        : `The roles ${roleArn} and ${planRoleArn} need`;
    io.stderr.writeLine(`${needs} this trust policy. The operation waits for it.`);
    io.stderr.writeLine(JSON.stringify(data.trustPolicy, null, 2));
    io.stderr.writeLine(`To print it again: ${hint(`connections trust-policy ${connectionId}`)}`);
  },
  list: (api, query) => api.GET('/connections', { params: { query } }),
  get: (api, connectionId) =>
    api.GET('/connections/{connectionId}', { params: { path: { connectionId } } }),
};
