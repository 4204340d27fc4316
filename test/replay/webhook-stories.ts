/** Deployments that follow a repository: a pull request, a push, and a push while another operation works. */
import { repositoryEventsWorkflowId } from '../../contract/ids.ts';
import { operationSchema } from '../../contract/operations/operation.ts';
import { expectStatus } from '../support/http/http.ts';
import type { FakeForge } from '../support/webhooks/fake-forge.ts';
import {
  followRepository,
  moduleWith,
  startForge,
} from '../support/webhooks/followed-repository.ts';
import { closed, ended, run, type Story } from './story.ts';

/** The recorder starts its stack with the settings of the forge. */
export const recorded = await startForge();
const forge: FakeForge = recorded.forge;

const workflowOf = (organizationId: string, name: string, subject: string) =>
  repositoryEventsWorkflowId(organizationId, `forge.example/acme/${name}`, subject);

export const stories: readonly Story[] = [
  {
    histories: ['repositoryEvents-planned', 'repositoryEvents-applied', 'repositoryEvents-waited'],
    async play(scene) {
      const { stack, keep } = scene;
      const name = 'followed';
      const followed = followRepository(stack, forge, name);
      const { repositories, deliver, shows } = followed;
      const wanted = followed.deployment({ name, onPush: 'apply' });
      repositories.commit(name, moduleWith('first'));
      await run(scene, '/deployments', wanted, 'succeeded');

      const second = repositories.commit(name, moduleWith('second'), 'next');
      forge.pulls.set(7, { commit: second, base: 'main', files: ['prod/main.tf'] });
      await deliver('pull_request', { action: 'opened', number: 7 }, 'opened');
      const pull = workflowOf(stack.organizationId, name, 'pull/7');
      await closed(scene, pull);
      await keep('repositoryEvents-planned', pull);

      repositories.git(name, 'update-ref', 'refs/heads/main', second);
      const push = (after: string) => ({ ref: 'refs/heads/main', after, commits: [] });
      await deliver('push', push(second), 'merged');
      const branch = workflowOf(stack.organizationId, name, 'branch/main');
      await closed(scene, branch);
      await keep('repositoryEvents-applied', branch);

      const changed = await stack.api.patch(`/deployments/${name}`, {
        confirm: 'manual',
        replace: ['terraform_data.it'],
      });
      const { id } = operationSchema.parse(changed.body);
      await stack.follow(id, {
        until: ({ progress }) => progress.stage === 'awaiting_confirmation',
      });
      const third = repositories.commit(name, moduleWith('third'));
      await deliver('push', push(third), 'waiting');
      await shows(third, name, 'pending: Waits for operation');
      expectStatus(await stack.api.post(`/operations/${id}/discard`), 202);
      await ended(stack, id, 'canceled');
      await closed(scene, branch);
      await keep('repositoryEvents-waited', branch);
    },
  },
];
