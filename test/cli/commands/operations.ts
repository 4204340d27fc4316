/** Tests how operations are followed, canceled and reported in a pipe. */
import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { ID, type Scene } from './scene.ts';

export function operations(scene: Scene): void {
  const { cli, hold, slipway } = scene;

  describe('operations', () => {
    test('--no-wait prints the id; watch, list and get take it from there', async () => {
      hold.before('verify');
      const { stdout } = await slipway('networks create slow --zones 1 --no-wait');
      const id = stdout.trim();
      expect(id).toMatch(ID);
      await hold.reached('verify');

      const { stderr } = await slipway(`operations watch ${id} --timeout 300ms`, 124);
      expect(stderr).toContain('Stopped watching after the timeout. The operation continues.');
      expect(stderr).toContain(`slipway operations watch ${id}`);

      const watching = cli.start(['operations', 'watch', id]);
      await eventually(() => watching.stderr().includes('verifying'));
      watching.interrupt();
      const interrupted = await watching.ended;
      expect(interrupted.code).toBe(130);
      expect(interrupted.stderr).toContain(`slipway operations watch ${id}`);
      expect((await scene.stack.api.get(`/operations/${id}`)).body).toMatchObject({
        status: 'running',
      });

      hold.release();
      await slipway(`operations watch ${id}`);
      expect((await slipway(`operations get ${id}`)).stdout).toMatch(/^status +succeeded$/m);
      const listed = await eventually(async () => {
        const { stdout: table } = await slipway('operations list --resource slow --limit 1');
        return table.includes('succeeded') && table;
      });
      expect(listed).toMatch(new RegExp(`^${id} +create_network +slow +succeeded`, 'm'));
    });

    test('a canceled operation exits with 3 when watched, and with 0 for the cancel itself', async () => {
      hold.before('verify');
      const creating = cli.start('networks create unwanted --zones 1 -o name'.split(' '));
      await hold.reached('verify');
      const [, id = ''] = /operation ([0-9A-Z]{26})/.exec(creating.stderr()) ?? [];
      const canceling = slipway(`operations cancel ${id} --reason mistake`);
      await eventually(async () => {
        const { body } = await scene.stack.api.get(`/operations/${id}`);
        return JSON.stringify(body).includes('"canceling"');
      });
      hold.release();
      expect((await canceling).stderr).toContain('create network unwanted canceled');
      const created = await creating.ended;
      expect(created.code).toBe(3);
      expect(created.stderr).toMatch(/undone +\d+: /);
      expect(created.stderr).toMatch(/survives +nothing/);
    });

    test('a failed operation prints the reason, what was undone, the survivors and the next command', async () => {
      const faults = [{ type: 'nat_gateway', when: 'ready', kind: 'error', code: 'Broken' }];
      const spec = JSON.stringify({
        name: 'unlucky',
        availabilityZoneCount: 1,
        simulation: { faults },
      });
      const failed = await slipway('networks create -f -', 1, spec);
      expect(failed.stderr).toMatch(/^ {2}code +broken \(provider\)$/m);
      expect(failed.stderr).toMatch(/^ {2}cause +nat_gateway\/nat-a$/m);
      expect(failed.stderr).toMatch(/^ {2}undone +\d+: .*vpc\/main/m);
      expect(failed.stderr).toMatch(/^ {2}survives +nothing$/m);
      expect(failed.stderr).toMatch(/^ {2}next +slipway operations (get|retry) [0-9A-Z]{26}/m);

      const kept = await slipway('networks create -f - --on-failure retain', 1, spec);
      expect(kept.stderr).toMatch(/^ {2}undone +nothing$/m);
      expect(kept.stderr).toMatch(/^ {2}survives +\d+: .*vpc\/main/m);
      expect(kept.stderr).toContain('slipway networks delete unlucky');
      await slipway('networks delete unlucky --yes');
    });
  });
}
