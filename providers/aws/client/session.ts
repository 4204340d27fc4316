/** The credentials of a role in AWS, assumed with an external id. */
import type { AwsCredentialIdentity } from '@smithy/types';
import { ProviderError, type ConnectionTarget } from '../../provider.ts';
import type { Access } from './access.ts';

/** The name of the session in CloudTrail. */
const SESSION_NAME = 'slipway';

/** Credentials for an hour. Throws a ProviderError of type `permission` when the role does not trust the caller. */
export async function assumeRole(
  own: Access,
  { roleArn, externalId, region }: ConnectionTarget,
  signal: AbortSignal,
): Promise<AwsCredentialIdentity> {
  const { Credentials } = await own.run(region, signal, ({ sts }) =>
    sts.assumeRole({
      RoleArn: roleArn,
      ExternalId: externalId,
      RoleSessionName: SESSION_NAME,
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
