/** Deployments whose files are in a git repository. */
import { expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { readDeployment, SHARED } from '../../support/deployments/deployment.ts';
import { gitRepositories } from '../../support/deployments/git-repositories.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

const moduleWith = (value: string) => ({
  'prod/main.tf': `
    variable "release" { default = "1" }
    resource "terraform_data" "it" { input = "${value} \${var.release}" }
    output "it" { value = terraform_data.it.output }
  `,
});

export function gitSources(stack: Stack): void {
  // The sandbox reaches no server on loopback, but the shared directory.
  const repositories = gitRepositories(SHARED);

  test('a deployment from a repository follows its ref only when its source is refreshed', async () => {
    const commit = (value: string) => repositories.commit('infra', moduleWith(value));
    const start = async (method: 'PATCH' | 'POST', path: string, body?: object) => {
      const answer = await stack.api.send(method, path, body === undefined ? {} : { body });
      expectStatus(answer, path.includes('validateOnly') ? 200 : 202);
      return operationSchema.parse(answer.body);
    };
    const outputs = async () => (await readDeployment(stack, 'from-git')).outputs;
    const succeeded = async ({ id }: Pick<Operation, 'id'>) => stack.succeeded(id);

    const first = commit('first');
    const git = { url: `file://${repositories.directory('infra')}`, ref: 'main', path: 'prod' };
    const created = await succeeded(
      await stack.submit('/deployments', { name: 'from-git', source: { git } }),
    );
    expect(created.progress.commit).toBe(first);
    expect(created.result).toEqual({ outputs: { it: 'first 1' }, commit: first });

    const second = commit('second');
    await succeeded(await start('PATCH', '/deployments/from-git', { variables: { release: '2' } }));
    expect(await outputs()).toEqual({ it: 'first 2' });

    repositories.git('infra', 'update-ref', 'refs/pull/7/head', second);
    const preview = await start('PATCH', '/deployments/from-git?validateOnly=true', {
      source: { git: { ref: 'refs/pull/7/head' } },
    });
    expect(preview.progress).toMatchObject({ commit: second, summary: { total: 1, pending: 1 } });
    const { spec } = await readDeployment(stack, 'from-git');
    expect(spec.source.git).toEqual({ ...git, commit: first });

    const refreshed = await succeeded(await start('POST', '/deployments/from-git:refreshSource'));
    expect(refreshed.result).toEqual({ outputs: { it: 'second 2' }, commit: second });

    // The operation fails after it has shown its commit. A retry uses that commit, wherever the branch is by then.
    const broken = repositories.commit('infra', {
      'prod/main.tf': 'output "it" { value = missing }',
    });
    const failing = await start('POST', '/deployments/from-git:refreshSource');
    const { operation: failed } = await stack.follow(failing.id);
    expect(failed).toMatchObject({ status: 'failed', progress: { commit: broken } });
    commit('third');
    const retried = await start('POST', `/operations/${failing.id}/retry`);
    const { operation: again } = await stack.follow(retried.id);
    expect(again).toMatchObject({ status: 'failed', progress: { commit: broken } });
    expect((await readDeployment(stack, 'from-git')).spec.source.git?.commit).toBe(second);

    await succeeded(await stack.remove('/deployments/from-git'));
  }, 120_000);
}
