import type { ConnectionSpec } from '../contract/resources/connection.ts';
import type { Region } from '../contract/resources/provider-fields.ts';

/** The operation for which a role is assumed. The account's owner sees it as name and tags of the session. */
export interface RoleSession {
  organizationId: string;
  operationId: string;
}

/** A role in an account, which Slipway assumes to work in that account. */
export interface ConnectionTarget extends Pick<ConnectionSpec, 'accountId' | 'roleArn'> {
  externalId: string;
  /** The region in which the role is verified. */
  region: Region;
  session: RoleSession;
}
