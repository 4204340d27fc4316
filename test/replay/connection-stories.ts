/** Connections: verified, refused, and used by a network until it is deleted. */
import { roleClaimWorkflowId } from '../../contract/ids.ts';
import { closed, entityOf, remove, run, SMALL_NETWORK, type Story } from './story.ts';

function connection(name: string) {
  const accountId = '123456789012';
  const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
  return { name, accountId, roleArn };
}

export const stories: readonly Story[] = [
  {
    histories: [
      'verifyConnection-succeeded',
      'createNetwork-with-a-connection',
      'deleteNetwork-with-a-connection',
      'resource-of-a-connection',
      'roleClaim-released',
    ],
    async play(scene) {
      const { stack, keep } = scene;
      const verified = await run(scene, '/connections', connection('good'), 'succeeded');
      await keep('verifyConnection-succeeded', verified.id);
      const network = { name: 'connected', connectionId: 'good', ...SMALL_NETWORK };
      const made = await run(scene, '/networks', network, 'succeeded');
      await keep('createNetwork-with-a-connection', made.id);
      const gone = await remove(scene, '/networks/connected', 'succeeded');
      await keep('deleteNetwork-with-a-connection', gone.id);
      const { status } = await stack.api.delete('/connections/good');
      if (status !== 204) throw new Error(`the deletion was answered with ${status}`);
      await keep('resource-of-a-connection', entityOf(scene, 'connection', 'good'));
      const claim = roleClaimWorkflowId(connection('good').roleArn);
      await closed(scene, claim);
      await keep('roleClaim-released', claim);
    },
  },
  {
    histories: ['verifyConnection-failed'],
    async play(scene) {
      const { roleArn } = connection('bad');
      await scene.stack.simulator.put('/inspect/roles', { roleArn, denied: ['vpc:create'] });
      const { id } = await run(scene, '/connections', connection('bad'), 'permissions_missing');
      await scene.keep('verifyConnection-failed', id);
    },
  },
  {
    histories: ['verifyConnection-with-a-plan-role', 'verifyConnection-plan-role-refused'],
    async play(scene) {
      const both = (name: string) => ({
        ...connection(name),
        planRoleArn: `${connection(name).roleArn}-plan`,
      });
      const verified = await run(scene, '/connections', both('both'), 'succeeded');
      await scene.keep('verifyConnection-with-a-plan-role', verified.id);
      const { planRoleArn } = both('half');
      await scene.stack.simulator.put('/inspect/roles', {
        roleArn: planRoleArn,
        externalId: null,
      });
      const refused = await run(scene, '/connections', both('half'), 'external_id_not_required');
      await scene.keep('verifyConnection-plan-role-refused', refused.id);
    },
  },
];
