/** The credentials of a role in AWS, assumed with an external id. */
import type { AwsCredentialIdentity } from '@smithy/types';
import { ProviderError, type ConnectionTarget } from '../../provider.ts';
import { sessionNameOf, type RoleAttempt } from '../../role-trust.ts';
import type { Access } from './access.ts';

/**
 * Credentials for an hour. Throws a ProviderError of type `permission` when the role does not trust the
 * caller. CloudTrail shows the name of the session in every event, and the tags when it begins.
 *
 * @param attempt default: the external id of the target, with tags
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
