/** Tests what scripts and CI see of networks and clusters: plain lines, exit codes, output formats. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { eventually } from '../../support/eventually.ts';
import { ID, type Scene } from './scene.ts';

export function resources(scene: Scene): void {
  const { cli, slipway, piped } = scene;

  describe('networks and clusters', () => {
    test('a create prints every step to standard error, and the result to standard output', async () => {
      const line = 'networks create base --cidr 10.1.0.0/16 --zones 1';
      const { stdout, stderr } = await piped(line);
      expect(stderr).toMatch(/^0:00 {2}create network base: operation [0-9A-Z]{26}$/m);
      expect(stderr).toMatch(/^0:0\d {2}provisioning: \d+ resources$/m);
      expect(stderr).toMatch(/^0:0\d {2}created vpc\/main \([\d.]+ m?s\)$/m);
      expect(stderr).toMatch(/^✓ network base is active/m);
      expect(stderr).not.toContain('\x1b');
      expect(stdout).toMatch(/^cidr +10\.1\.0\.0\/16$/m);
    });

    test('lists and reads in four formats', async () => {
      const table = await eventually(async () => {
        const { stdout } = await slipway('networks list');
        return stdout.includes('base') && stdout;
      });
      expect(table.split('\n')[0]).toMatch(/^NAME +STATUS +REGION +CIDR +ZONES +AGE$/);
      expect(table).toMatch(/^base +active +sim-central-1 +10\.1\.0\.0\/16 +1 +\d+s$/m);
      expect((await slipway('networks list -o name')).stdout).toBe('base\n');
      expect((await slipway('networks list --status failed')).stderr).toContain(
        'No networks found',
      );
      const json: unknown = JSON.parse((await slipway('networks get base -o json')).stdout);
      expect(json).toMatchObject({ id: 'base', spec: { availabilityZoneCount: 1 } });
      expect(parse((await slipway('networks get base -o yaml')).stdout)).toEqual(json);
      expect((await slipway('networks get base')).stdout).toMatch(/^status +active$/m);
    });

    test('a spec comes from a file, from standard input and from flags, which win', async () => {
      const spec =
        'name: filed\nnetworkId: base\nkubernetesVersion: "1.32"\ntags: {team: blue}\nkarpenter: false\naddons: []\n';
      const line = 'clusters create -f - --kubernetes-version 1.34 -o json';
      const operation: unknown = JSON.parse((await piped(line, 0, spec)).stdout);
      expect(operation).toMatchObject({ status: 'succeeded', resourceId: 'filed' });

      const file = path.join(cli.configHome, 'cluster.json');
      writeFileSync(
        file,
        JSON.stringify({ name: 'ignored', networkId: 'base', karpenter: false, addons: [] }),
      );
      const group = '--node-group name=gpu,types=m5.large+m5.xlarge,min=0,desired=1,max=4';
      const { stdout } = await slipway(`clusters create flagged -f ${file} ${group} -o name`);
      expect(stdout.trim()).toMatch(ID);

      expect((await scene.stack.api.get('/clusters/filed')).body).toMatchObject({
        spec: { kubernetesVersion: '1.34', tags: { team: 'blue' } },
      });
      expect((await scene.stack.api.get('/clusters/flagged')).body).toMatchObject({
        networkId: 'base',
        spec: {
          karpenter: false,
          nodeGroups: [
            {
              name: 'gpu',
              instanceTypes: ['m5.large', 'm5.xlarge'],
              minSize: 0,
              desiredSize: 1,
              maxSize: 4,
            },
          ],
        },
      });
    });

    test('what get prints is a spec, for another resource and for an update', async () => {
      const network = (await slipway('networks get base -o json')).stdout;
      const cluster = (await slipway('clusters get filed -o yaml')).stdout;
      const plans = [
        await slipway('networks create other -f - --validate-only', 0, network),
        await slipway('clusters create other -f - --validate-only', 0, cluster),
        await slipway('clusters update filed -f - --validate-only', 0, cluster),
      ];
      for (const { stderr } of plans) expect(stderr).toMatch(/^Left out from the file.*: id, uid,/);
      expect(plans.map(({ stdout }) => /^Plan: .*/m.exec(stdout)?.[0])).toEqual([
        'Plan: create network other',
        'Plan: create cluster other',
        'Plan: update cluster filed',
      ]);
      expect(plans[2]?.stdout).toMatch(/^\d+ unchanged\. Nothing was changed\.$/m);
      await slipway('clusters update flagged -f - --validate-only', 2, cluster);
    });

    test('a resource in use is not deleted, and its users are named', async () => {
      const { stderr } = await slipway('networks delete base --yes', 1);
      expect(stderr).toMatch(/in_use: .*filed, flagged/);
    });

    test('a delete in a pipe requires --yes, and follows the operation to its end', async () => {
      expect((await piped('clusters delete filed', 2)).stderr).toContain('--yes');
      await slipway('clusters delete filed --yes');
      expect((await slipway('clusters get filed', 1)).stderr).toContain('not_found');
    });
  });
}
