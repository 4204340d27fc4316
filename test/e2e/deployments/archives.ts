/** Deployments whose files are in an archive. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { readDeployment } from '../../support/deployments/deployment.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

async function upload(stack: Stack, files: Record<string, string | Buffer>): Promise<string> {
  const packed = pack();
  for (const [name, content] of Object.entries(files)) packed.entry({ name }, content);
  packed.finalize();
  const body = gzipSync(await buffer(packed));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const headers = { 'content-type': 'application/gzip' };
  expectStatus(await stack.api.send('PUT', `/archives/${sha256}`, { body, headers }), 201);
  return sha256;
}

export function archives(stack: Stack): void {
  test('a deployment from an archive is created, changed, and moved to another archive', async () => {
    const files = {
      'envs/prod/main.tf': `
        variable "release" { default = "1" }
        module "it" { source = "../../modules/it" }
        output "it" { value = "\${module.it.data} \${var.release}" }
      `,
      'modules/it/main.tf': `
        resource "terraform_data" "it" { input = filebase64("\${path.module}/data.bin") }
        output "data" { value = terraform_data.it.output }
      `,
    };
    const archive = await upload(stack, { ...files, 'modules/it/data.bin': Buffer.from([255]) });
    const source = { archive, workingDirectory: 'envs/prod' };
    const outputs = async () => (await readDeployment(stack, 'packed')).outputs;

    const unknown = { name: 'packed', source: { archive: '0'.repeat(64) } };
    expectStatus(await stack.api.post('/deployments', unknown), 422);
    const { id } = await stack.submit('/deployments', { name: 'packed', source });
    await stack.succeeded(id);
    expect(await outputs()).toEqual({ it: '/w== 1' });

    const single = { source: { files: { 'main.tf': '' } } };
    expectStatus(await stack.api.patch('/deployments/packed', single), 422);
    const change = async (patch: object) => {
      const answer = await stack.api.patch('/deployments/packed', patch);
      expectStatus(answer, 202);
      await stack.succeeded((answer.body as { id: string }).id);
    };
    await change({ variables: { release: '2' } });
    expect(await outputs()).toEqual({ it: '/w== 2' });
    const other = await upload(stack, { ...files, 'modules/it/data.bin': Buffer.from([0]) });
    await change({ source: { archive: other } });
    expect(await outputs()).toEqual({ it: 'AA== 2' });
    const { spec } = await readDeployment(stack, 'packed');
    expect(spec.source).toMatchObject({
      archive: { sha256: other },
      workingDirectory: 'envs/prod',
    });

    const gone = await stack.remove('/deployments/packed');
    await stack.succeeded(gone.id);
  });
}
