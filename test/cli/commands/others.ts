/** Tests instance types, refused requests, profiles and completion. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Scene } from './scene.ts';

export function others(scene: Scene): void {
  const { cli, slipway } = scene;

  test('instance types as a table, and as the operation that found them', async () => {
    const { stdout } = await slipway('instance-types discover --min-vcpus 4 --architecture arm64');
    expect(stdout).toMatch(/^m6g\.xlarge +4 +16 GiB +0 +\d+ +arm64 +system$/m);
    const json: unknown = JSON.parse(
      (await slipway('instance-types discover --gpu -o json')).stdout,
    );
    expect(json).toMatchObject({ status: 'succeeded', result: { metadata: expect.anything() } });
  });

  test('faults that the service finds are printed field by field', async () => {
    const { stderr } = await slipway('clusters create Wrong_Name --region nowhere', 2);
    expect(stderr).toMatch(/^ {2}NAME: must be a DNS label/m);
    expect(stderr).toMatch(/^ {2}--region: /m);
    expect((await slipway('networks create slow', 1)).stderr).toContain('already_exists');
  });

  test('profiles select the server', async () => {
    const folder = path.join(cli.configHome, 'slipway');
    mkdirSync(folder);
    const profiles = { here: { server: scene.stack.api.url, output: 'name' } };
    writeFileSync(path.join(folder, 'config.yaml'), JSON.stringify({ profile: 'here', profiles }));
    const env = { SLIPWAY_SERVER: '' };
    const { code, stdout } = await cli.run(['networks', 'list'], { env });
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'slow' });
    const unknown = await cli.run(['networks', 'list', '--profile', 'there'], { env });
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('profiles are: here'),
    });
    rmSync(folder, { recursive: true });
  });

  test('completes the names that the server has', async () => {
    const { stdout } = await slipway('--complete bash networks get s');
    expect(stdout.split('\n')).toContain('slow');
  });
}
