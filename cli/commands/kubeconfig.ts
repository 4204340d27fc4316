import { clusters } from '../collections/clusters.ts';
import { EXIT, UsageError } from '../exit.ts';
import { fetchKubeconfig } from '../kubeconfig/fetch.ts';
import { formatData } from '../output/data.ts';
import { openSession } from '../session/session.ts';
import { command } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const kubeconfig = command({
  command: 'kubeconfig <name>',
  describe: 'Print the kubeconfig of a cluster, or add it to your own; it contains no secret',
  positionals: NAME,
  completes: namesIn(clusters.list),
  flags: {
    merge: {
      type: 'boolean',
      describe: 'Add the cluster to your kubeconfig (KUBECONFIG, or ~/.kube/config), and use it',
    },
    context: {
      type: 'string',
      requiresArg: true,
      describe: 'With --merge: name of the context. By default, slipway-NAME',
    },
  },
  examples: [
    ['clusters kubeconfig demo --merge', 'then: kubectl get nodes'],
    ['clusters kubeconfig demo > demo.kubeconfig', 'then: kubectl --kubeconfig demo.kubeconfig'],
    ['clusters kubeconfig demo -o json', 'the same as JSON'],
  ],
  async run({ name, merge, context, ...args }, io) {
    if (context !== undefined && merge !== true) {
      throw new UsageError('--context is only of use with --merge.');
    }
    if (context === '') throw new UsageError('--context needs a name.');
    const session = await openSession(io, args);
    const config = await fetchKubeconfig(session, name);
    if (merge !== true && session.output !== 'json') {
      io.stdout.writeValue(config);
      return EXIT.succeeded;
    }
    const { parse } = await import('yaml');
    const parsed: unknown = parse(config);
    if (merge !== true) {
      io.stdout.write(await formatData('json', parsed));
      return EXIT.succeeded;
    }
    const { changeFile, kubeconfigFile } = await import('../kubeconfig/file.ts');
    const { mergeKubeconfig } = await import('../kubeconfig/merge.ts');
    const used = context ?? `slipway-${name}`;
    const file = kubeconfigFile(io.env);
    await changeFile(file, (text) => {
      try {
        return mergeKubeconfig(text, parsed, used);
      } catch (error) {
        if (error instanceof UsageError) {
          throw new UsageError(`${file} was not changed. ${error.message}`);
        }
        throw error;
      }
    });
    io.stderr.write(`${file} has the context ${used} now, and uses it. Try: kubectl get nodes\n`);
    return EXIT.succeeded;
  },
});
