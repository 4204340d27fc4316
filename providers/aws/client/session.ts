/** The credentials of a role in AWS, assumed with an external id. */
import type { AwsCredentialIdentity } from '@smithy/types';
import { ProviderError } from '../../provider.ts';
import type { ConnectionTarget } from '../../connection-target.ts';
import { sessionNameOf, type RoleAttempt } from '../../role-trust.ts';
import type { Access } from './access.ts';

/**
 * Returns credentials of the role that last an hour. Throws a ProviderError of type `permission` when the
 * role does not trust the caller. CloudTrail shows the name of the session in all of its events, and the
 * tags of the session only in the event that begins it.
 *
 * @param attempt the external id to send, and whether to send session tags. By default, sends the external
 *   id of the target, with tags. A verification also tries others, which the role must refuse.
 */
export async function assumeRole(
  own: Access,
  { roleArn, region, session, ...target }: ConnectionTarget,
  signal: AbortSignal,
  { externalId, isTagged }: RoleAttempt = { externalId: target.externalId, isTagged: true },
): Promise<AwsCredentialIdentity> {
  const { Credentials } = await own.run(region, signal, ({ sts }) =>
    sts.assumeRole({
      RoleArn: roleArn,
      RoleSessionName: sessionNameOf(session),
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(isTagged && {
        Tags: [
          { Key: 'slipway:organization', Value: session.organizationId },
          { Key: 'slipway:operation', Value: session.operationId },
        ],
      }),
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new ProviderError({
      code: 'cloud_bad_answer',
      errorType: 'provider',
      publicMessage: 'AWS returned no credentials for the role',
      retryable: true,
    });
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration !== undefined && { expiration: Expiration }),
  };
}
