/** The bearer token with which EKS recognizes an IAM identity: a presigned request to STS that says who it is. */
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';

const PREFIX = 'k8s-aws-v1.';
/** The API server accepts the token for 15 minutes, however short the request itself is valid. */
const EXPIRES_SECONDS = 60;

/**
 * Returns a token for a cluster, the same as of `aws eks get-token`. It is a secret.
 *
 * @param options.host the host of STS in the region, for example `sts.eu-west-1.amazonaws.com`
 */
export async function eksToken(options: {
  cluster: string;
  region: string;
  host: string;
  credentials: AwsCredentialIdentity;
  now: Date;
}): Promise<string> {
  const { cluster, region, host, credentials, now } = options;
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname: host,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, 'x-k8s-aws-id': cluster },
    },
    {
      expiresIn: EXPIRES_SECONDS,
      signingDate: now,
      // A header, not a part of the query: EKS sends it along when it sends the request to STS.
      unhoistableHeaders: new Set(['x-k8s-aws-id']),
    },
  );
  const pairs = Object.entries(query).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
  );
  const url = `https://${host}/?${pairs.join('&')}`;
  return PREFIX + Buffer.from(url).toString('base64url');
}
