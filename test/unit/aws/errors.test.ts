/** Which errors of AWS are repeated, and for how long. The messages are those of AWS. */
import { expect, test } from 'vitest';
import { refusal } from '../../support/aws/mocked.ts';

const MINUTES_3 = 180;

test.each([
  'You have specified an unsupported disk size',
  'The following supplied instance types do not exist: [m5.nano]',
  "The node group's version cannot be higher than the version of its cluster",
  'Addon version specified is not supported',
  'You can only attach 50 tags to a resource',
  "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP]",
])('a mistake in a request fails at once: %s', (message) => {
  for (const code of ['InvalidParameterException', 'InvalidRequestException']) {
    const { retryable, errorType, publicMessage } = refusal(code, message, 'eks:CreateNodegroup');
    expect({ retryable, errorType }).toEqual({ retryable: false, errorType: 'validation' });
    expect(publicMessage).toBe(`eks:CreateNodegroup: ${message}`);
  }
});

test.each([
  'roleArn, arn:aws:iam::123456789012:role/demo, does not exist',
  'Error in role params',
  'Role could not be assumed because the trusted entity is not correct',
  "The provided role doesn't have the Amazon EKS Managed Policies associated with it",
  "IAM role's policy must include the `ec2:DescribeSubnets` action",
  'Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole arn:aws:iam::123456789012:role/demo',
  'The specified principalArn is invalid: invalid principal.',
  'Role provided in the request does not exist.',
])('a role that EKS does not see yet is waited for, at most three minutes: %s', (message) => {
  expect(refusal('InvalidParameterException', message, 'eks:CreateCluster')).toMatchObject({
    retryable: true,
    errorType: 'not_stabilized',
    retryWindowSeconds: MINUTES_3,
  });
});

test.each([
  'InvalidSubnetID.NotFound',
  'InvalidLaunchTemplateId.NotFound',
  'NoSuchEntity',
  'ResourceNotFoundException',
  'ConcurrentModificationException',
  'OperationNotPermitted',
])('%s is repeated for at most three minutes', (code) => {
  expect(refusal(code, 'as AWS says', 'ec2:CreateNatGateway')).toMatchObject({
    retryable: true,
    retryWindowSeconds: MINUTES_3,
  });
});

test.each([
  ['ResourceInUseException', 'demo is being updated'],
  ['DependencyViolation', 'has a dependent object'],
  ['VolumeInUse', 'vol-1 is currently attached'],
  ['InvalidRequestException', 'Cluster demo is not in ACTIVE status'],
])('%s is waited for until the deadline: %s', (code, message) => {
  expect(refusal(code, message, 'eks:CreateAddon')).toMatchObject({
    retryable: true,
    retryWindowSeconds: undefined,
  });
});
