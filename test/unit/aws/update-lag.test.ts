/** Updates of EKS whose effect its descriptions do not show yet. */
import { DescribeUpdateCommand } from '@aws-sdk/client-eks';
import { expect, test } from 'vitest';
import { diffByUpdate } from '../../../providers/aws/kinds/cluster/updates.ts';
import { mockedAws } from '../../support/aws/mocked.ts';

test('a completed update is requested again only if its effect does not show within the consistency window', async () => {
  const { aws, eks, pass } = mockedAws();
  let requests = 0;
  const look = () =>
    diffByUpdate(aws, { what: 'cluster demo to 1.34', cluster: 'demo' }, async () => {
      requests += 1;
      return { update: { id: `update-${requests}` } };
    });
  await (await look()).apply?.();
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'InProgress' } });
  expect(await look()).not.toHaveProperty('apply');
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'Successful' } });
  for (const ms of [0, aws.consistencyWindowMs - 1]) {
    pass(ms);
    expect(await look()).not.toHaveProperty('apply');
  }
  pass(1);
  await (await look()).apply?.();
  expect(requests).toBe(2);
});
