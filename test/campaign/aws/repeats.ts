/**
 * Every activity runs twice, and the first response to every call that changes something in AWS is
 * lost. Each resource exists once, and none after the deletion.
 */
import { expect, test } from 'vitest';
import { CHANGE, COMPLETING, DELETING, firstOfEach, UPDATING } from '../../support/aws/actions.ts';
import type { AwsStack } from '../../support/aws/stack.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { seededChance } from '../../support/random.ts';

/** Every retry waits for a timer of the server, which takes a second or two. */
const FOLLOW = { timeoutMs: 240_000 };
const UNLUCKY = { karpenter: false, ...(!campaign.full && { addons: ['vpc-cni', 'coredns'] }) };
const SPEC = campaign.full ? {} : UNLUCKY;

export function repeats(aws: AwsStack): void {
  const lost = (actions: readonly string[]) =>
    aws.sandbox.addFaults(firstOfEach('lost_response', actions));

  const STORIES: Record<string, () => Promise<void>> = {
    async 'a cluster is created, changed and deleted as without repetitions and losses'() {
      const { sandbox, stack, planOf, nodesOf } = aws;
      const plan = await planOf(SPEC);
      await sandbox.faults({ faults: plan.map((node) => ({ kind: 'lost_response', node })) });
      await lost(COMPLETING);
      await stack.succeeded(
        (await stack.submit('/clusters', { name: 'twice', ...SPEC })).id,
        FOLLOW,
      );
      expect(await nodesOf('clusters/twice')).toEqual(plan);

      await lost(UPDATING);
      await stack.succeeded((await stack.patch('/clusters/twice', CHANGE.patch)).id, FOLLOW);
      expect(await nodesOf('clusters/twice')).toEqual([...plan, ...CHANGE.adds].toSorted());
      const versions = (await sandbox.calls()).filter(({ action, status }) => {
        return action === 'UpdateClusterVersion' && status < 300;
      });
      expect(versions).toHaveLength(1);

      await lost(DELETING);
      await stack.succeeded((await stack.remove('/clusters/twice')).id, FOLLOW);
    },
    async 'a rollback deletes each node once, however often it is repeated'() {
      const { sandbox, stack } = aws;
      await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'addon/coredns' }] });
      await lost(['CreateVpc', 'CreateSubnet', 'CreateNodegroup', 'DeleteVpc', 'DeleteSubnet']);
      const { id } = await stack.submit('/clusters', { name: 'unlucky', ...UNLUCKY });
      const { status, error } = await stack.finished(id, FOLLOW);
      expect({ status, code: error?.code }).toEqual({
        status: 'failed',
        code: 'admission_request_denied',
      });
      expect((await stack.api.get('/clusters/unlucky')).status).toBe(404);
    },
  };

  const titles = Object.keys(STORIES);
  test.each(campaign.full ? titles : seededChance('aws repeats').sample(titles, 1))(
    '%s',
    async (title) => {
      await STORIES[title]?.();
      expect(await aws.sandbox.things()).toEqual([]);
    },
    campaign.timeoutMs,
  );
}
