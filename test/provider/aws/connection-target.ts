import type { ConnectionTarget } from '../../../providers/connection-target.ts';

/** A role in another account, which trusts the sandbox's own. */
export const TARGET: ConnectionTarget = {
  accountId: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/slipway',
  externalId: 'blue-team',
  region: 'eu-central-1',
  session: { organizationId: 'acme', operationId: '01M85ZVC0FA2Y6QW3N0RB4T8KJ' },
};
