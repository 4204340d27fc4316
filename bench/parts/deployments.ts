/** Compares the deployment of a module through the API with OpenTofu, run by hand. */
import { measured, plain, ratio } from '../figures/figure.ts';
import { openEngine } from '../service/engine.ts';
import { submit, succeeded } from '../load/http.ts';
import { interleaved, timed, type Part } from '../part.ts';
import { withSlipway } from '../service/slipway.ts';

const ROUNDS = 3;
/** 40 resources, of which ten take 0.3 s. OpenTofu creates ten resources at once. */
const MODULE = `
resource "terraform_data" "many" {
  count = 30
  input = count.index
}
resource "terraform_data" "slow" {
  count = 10
  provisioner "local-exec" { command = "sleep 0.3" }
}
`;

export const deployments: Part = {
  subject: 'a module of 40 resources as an operation, compared with OpenTofu by hand',
  limitSeconds: 120,
  run: (context) =>
    withSlipway(
      { env: { SLIPWAY_DEPLOYMENT_LOCAL_EXEC: 'true' } },
      async ({ api, dataDirectory }) => {
        const engine = await openEngine(dataDirectory, context.cacheDirectory);
        let number = 0;
        const throughApi = async () => {
          const name = `paced-${++number}`;
          const source = { files: { 'main.tf': MODULE } };
          await succeeded(api, (await submit(api, '/deployments', { name, source })).id);
        };
        const byHand = async () => {
          const directory = await engine.prepare(`by-hand-${++number}`, MODULE);
          await engine.run(directory, ['plan', '-input=false', '-out=plan']);
          await engine.run(directory, ['apply', '-input=false', 'plan']);
          await engine.run(directory, ['plan', '-input=false', '-detailed-exitcode']);
        };
        context.report('warming up');
        await throughApi();
        context.report('init, plan, apply, plan; and the same as an operation');
        const times = await interleaved(context.rounds(ROUNDS), {
          ours: () => timed(throughApi),
          byHand: () => timed(byHand),
        });
        const ours = measured('Slipway', 'ms', times('ours'));
        const baseline = measured('OpenTofu by hand', 'ms', times('byHand'));
        const added = times('ours').map((ms, i) => ms - 1.15 * (times('byHand')[i] ?? 0));
        return [
          ratio('a module of 40 resources', ours, baseline),
          plain('what is more than 1.15 times that', measured('Slipway', 'ms', added), {
            atMost: 2_000,
          }),
        ];
      },
    ),
};
