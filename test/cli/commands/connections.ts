/** Tests the commands for connections and kubeconfigs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Scene } from './scene.ts';

const ROLE = 'arn:aws:iam::123456789012:role/blue';
const CREATE = `connections create blue --account 123456789012 --role ${ROLE}`;

export function connections(scene: Scene): void {
  const { slipway } = scene;

  test('a connection is verified, shown, used and deleted', async () => {
    const planned = await slipway(`${CREATE} --validate-only`);
    expect(planned.stdout).toContain('connection_check/quotas');
    const { stdout, stderr } = await slipway(CREATE);
    expect(stderr).toMatch(/^0:00 {2}verify connection blue: operation [0-9A-Z]{26}$/m);
    expect(stderr).toMatch(/connection_check\/permissions/);
    expect(stdout).toMatch(/^accountId +123456789012$/m);
    const read = await slipway('connections get blue');
    const [, externalId = ''] =
      /^externalId +(slipway:local:[0-9a-f]{32})$/m.exec(read.stdout) ?? [];
    expect(externalId).not.toBe('');
    // The trust policy is shown at once, and printed again for other programs.
    expect(stderr).toContain(`"sts:ExternalId": "${externalId}"`);
    expect(stderr).toContain('slipway connections trust-policy blue');
    const policy = await slipway('connections trust-policy blue');
    expect(JSON.parse(policy.stdout)).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': externalId } } }],
    });
    await expect
      .poll(async () => (await slipway('connections list -o name')).stdout, { timeout: 10_000 })
      .toBe('blue\n');

    await slipway('networks create ground --connection blue --zones 1 --nat-gateways none');
    const used = await slipway('connections delete blue --yes', 1);
    expect(used.stderr).toContain('networks/ground');
    await slipway('networks delete ground --yes');
    expect((await slipway('connections delete blue --yes')).stderr).toBe(
      'Connection blue is deleted.\n',
    );
    await slipway('connections get blue', 1);
  });

  test('a failing connection names the failed check and exits with 1; an invalid one exits with 2', async () => {
    await scene.stack.simulator.put('/inspect/roles', { roleArn: ROLE, externalId: 'another' });
    const { stderr } = await slipway(CREATE, 1);
    expect(stderr).toContain('role_not_assumable');
    expect((await slipway('connections create bare', 2)).stderr).toContain('accountId');
  });

  test('a kubeconfig is written for an active cluster', async () => {
    expect((await slipway('clusters kubeconfig absent', 1)).stderr).toContain('not_found');
    const { stdout } = await slipway('clusters kubeconfig demo');
    expect(parse(stdout)).toMatchObject({ kind: 'Config', 'current-context': 'demo' });
    const json: unknown = JSON.parse((await slipway('clusters kubeconfig demo -o json')).stdout);
    expect(json).toEqual(parse(stdout));
  });

  test('a kubeconfig is added to the one that KUBECONFIG names', async () => {
    const file = path.join(scene.cli.configHome, 'kubeconfig');
    const env = { KUBECONFIG: file };
    const merge = ['clusters', 'kubeconfig', 'demo', '--merge'];
    const { code, stdout, stderr } = await scene.cli.run(merge, { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(`${file} has the context slipway-demo now`);
    expect((await scene.cli.run([...merge, '--context', 'other'], { env })).code).toBe(0);
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
      'current-context': 'other',
      contexts: [{ name: 'slipway-demo' }, { name: 'other' }],
    });
    const remove = ['clusters', 'kubeconfig', 'demo', '--remove'];
    expect((await scene.cli.run([...remove, '--context', 'other'], { env })).stderr).toBe(
      `Removed from ${file}: other.\n`,
    );
    expect((await scene.cli.run(remove, { env })).code).toBe(0);
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({ contexts: [], users: [] });
    writeFileSync(file, 'a: [');
    const refused = await scene.cli.run(merge, { env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${file} was not changed. It is not valid YAML`);
    expect((await slipway('clusters kubeconfig demo --context other', 2)).stderr).toContain(
      '--context is only of use with --merge or --remove',
    );
  });

  test('a shell has the kubeconfig of a cluster, and leaves no file', async () => {
    const run = (input: string) =>
      scene.cli.start(['clusters', 'shell', 'demo'], { env: { SHELL: '/bin/sh' }, input }).ended;
    const { code, stdout } = await run('echo "$KUBECONFIG"; cat "$KUBECONFIG"');
    const [file = '', ...text] = stdout.split('\n');
    expect(code).toBe(0);
    expect(parse(text.join('\n'))).toMatchObject({ 'current-context': 'demo' });
    expect(existsSync(file)).toBe(false);
    expect((await run('exit 7')).code).toBe(7);
    expect((await run('kill -TERM $$')).code).toBe(143);
  });
}
