/**
 * Every activity runs twice, and the first response to every call that changes something in AWS is
 * lost. Each resource exists once, and none after the deletion.
 */
import { expect, test } from 'vitest';
import { firstOfEach } from '../../support/aws/actions.ts';
import type { AwsStack } from '../../support/aws/stack.ts';
import { campaign, sampleOf } from '../../support/campaign/campaign.ts';
import { throughFaults } from './faults.ts';

/** Every retry waits for a timer of the server, which takes a second or two. */
const FOLLOW = { timeoutMs: 240_000 };
const UNLUCKY = { karpenter: false, ...(!campaign.full && { addons: ['vpc-cni', 'coredns'] }) };

const LIFE = 'a cluster is created, changed and deleted as without repetitions and losses';
const ROLLBACK = 'a rollback deletes each node once, however often it is repeated';
const today = sampleOf('aws repeats', [LIFE, ROLLBACK], 1);

/**
 * Whether `npm test` loses every response with the worker that repeats. It then does not lose them once
 * more with a worker that does not.
 */
export const losesAll = today.includes(LIFE) && !campaign.full;

export function repeats(aws: AwsStack): void {
  const stories: Record<string, () => Promise<void>> = {
    async [LIFE]() {
      const { sandbox } = aws;
      const before = (await sandbox.calls()).length;
      await throughFaults(aws, 'lost_response', 'twice');
      const versions = (await sandbox.calls(before)).filter(({ action, status }) => {
        return action === 'UpdateClusterVersion' && status < 300;
      });
      expect(versions).toHaveLength(1);
    },
    async [ROLLBACK]() {
      const { sandbox, stack } = aws;
      await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'addon/coredns' }] });
      const lost = ['CreateVpc', 'CreateSubnet', 'CreateNodegroup', 'DeleteVpc', 'DeleteSubnet'];
      await sandbox.addFaults(firstOfEach('lost_response', lost));
      const { id } = await stack.submit('/clusters', { name: 'unlucky', ...UNLUCKY });
      const { status, error } = await stack.finished(id, FOLLOW);
      expect({ status, code: error?.code }).toEqual({
        status: 'failed',
        code: 'admission_request_denied',
      });
      expect((await stack.api.get('/clusters/unlucky')).status).toBe(404);
    },
  };

  test.each(today)(
    '%s',
    async (title) => {
      await stories[title]?.();
      expect(await aws.sandbox.things()).toEqual([]);
    },
    campaign.timeoutMs,
  );
}
