import { clusters } from '../collections/clusters.ts';
import { EXIT } from '../exit.ts';
import { formatData } from '../output/data.ts';
import { openSession } from '../session/session.ts';
import { command } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const kubeconfig = command({
  command: 'kubeconfig <name>',
  describe: 'Print the kubeconfig of a cluster; it contains no secret',
  positionals: NAME,
  completes: namesIn(clusters.list),
  flags: {},
  examples: [
    ['clusters kubeconfig demo > demo.kubeconfig', 'then: kubectl --kubeconfig demo.kubeconfig'],
    ['clusters kubeconfig demo -o json', 'the same as JSON'],
  ],
  async run({ name, ...args }, io) {
    const { dataOf, slipway, output } = await openSession(io, args);
    const params = { path: { clusterId: name } };
    const config = await dataOf(
      slipway.api.GET('/clusters/{clusterId}/kubeconfig', { params, parseAs: 'text' }),
    );
    if (output === 'json') {
      const { parse } = await import('yaml');
      io.stdout.write(await formatData('json', parse(config)));
    } else {
      io.stdout.writeValue(config);
    }
    return EXIT.succeeded;
  },
});
