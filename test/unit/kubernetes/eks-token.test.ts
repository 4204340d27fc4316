import { expect, test } from 'vitest';
import { eksToken } from '../../../providers/aws/client/eks-token.ts';

test('the token of EKS is a request to STS with the signature that botocore gives it', async () => {
  const token = await eksToken({
    cluster: 'demo',
    region: 'eu-west-1',
    host: 'sts.eu-west-1.amazonaws.com',
    credentials: {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: 'a/session+token==',
    },
    now: new Date('2026-01-02T03:04:05Z'),
  });
  const [prefix, encoded = ''] = token.split('.', 2);
  expect(prefix).toBe('k8s-aws-v1');
  expect(encoded).toMatch(/^[\w-]+$/);
  const url = new URL(Buffer.from(encoded, 'base64url').toString());
  expect(url.origin).toBe('https://sts.eu-west-1.amazonaws.com');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20260102/eu-west-1/sts/aws4_request',
    'X-Amz-Date': '20260102T030405Z',
    'X-Amz-Expires': '60',
    'X-Amz-Security-Token': 'a/session+token==',
    'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
    // From SigV4QueryAuth of botocore 1.43, with the same input.
    'X-Amz-Signature': '8494dc23ed6e774aefc597d6466f5ec8472e87cc16cc7eb40c61f029ae5fbe66',
  });
});
