/** Deletions that a policy with conditions on tags denies: AWS finds no tags of a resource that is gone. */
import { DeleteSubnetCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { subnet } from '../../../providers/aws/kinds/network/subnet.ts';
import { removeOne } from '../../../providers/aws/kinds/removal.ts';
import { mockedAws, refusal } from '../../support/aws/mocked.ts';
import { ownerOf } from '../../support/aws/plans.ts';

const owner = ownerOf('network', 'base');
const node = { operation: 'delete' as const, properties: {} };

/** Removes a subnet whose deletion is denied, while EC2 lists these subnets. */
function remove(listed: string[]) {
  const { aws, ec2 } = mockedAws();
  ec2
    .on(DeleteSubnetCommand)
    .rejects(refusal('UnauthorizedOperation', 'no', 'ec2:DeleteSubnet', 403));
  ec2
    .on(DescribeSubnetsCommand)
    .resolves({ Subnets: listed.map((SubnetId) => ({ SubnetId, State: 'available' })) });
  return removeOne(aws, subnet, owner, 'subnet-1', node);
}

test('a denied deletion of a resource that is no longer listed is a success', async () => {
  expect(await remove(['subnet-2'])).toBeUndefined();
});

test('a denied deletion of a resource that is listed names the missing permission, and is repeated while the list may be old', async () => {
  await expect(remove(['subnet-1', 'subnet-2'])).rejects.toMatchObject({
    code: 'permission_denied',
    retryable: true,
    retryWindowSeconds: 15,
    publicMessage: expect.stringContaining('ec2:DeleteSubnet'),
  });
});
