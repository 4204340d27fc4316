import { clusters } from '../collections/clusters.ts';
import { EXIT, UsageError } from '../exit.ts';
import { fetchKubeconfig } from '../kubeconfig/fetch.ts';
import type { Io } from '../io.ts';
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
    remove: {
      type: 'boolean',
      describe: 'Remove from your kubeconfig what --merge has added; the cluster may be deleted',
    },
    context: {
      type: 'string',
      requiresArg: true,
      describe: 'With --merge or --remove: name of the context. By default, slipway-NAME',
    },
  },
  examples: [
    ['clusters kubeconfig demo --merge', 'then: kubectl get nodes'],
    ['clusters kubeconfig demo --remove', 'takes it out of your kubeconfig again'],
    ['clusters kubeconfig demo > demo.kubeconfig', 'then: kubectl --kubeconfig demo.kubeconfig'],
    ['clusters kubeconfig demo -o json', 'the same as JSON'],
  ],
  async run({ name, merge, remove, context, ...args }, io) {
    if (merge === true && remove === true) {
      throw new UsageError('--merge and --remove exclude each other. Use one.');
    }
    if (context !== undefined && merge !== true && remove !== true) {
      throw new UsageError('--context is only of use with --merge or --remove.');
    }
    if (context === '') throw new UsageError('--context needs a name.');
    const session = await openSession(io, args);
    const origin = { server: session.server, cluster: name };
    if (remove === true) {
      const { removeFromKubeconfig } = await import('../kubeconfig/remove.ts');
      let removed: string[] = [];
      const file = await changeKubeconfig(io, (text) => {
        const result = removeFromKubeconfig(text, origin, context);
        removed = result.removed;
        return result.text;
      });
      io.stderr.writeLine(`Removed from ${file}: ${removed.join(', ')}.`);
      return EXIT.succeeded;
    }
    const config = await fetchKubeconfig(session, name);
    if (merge !== true && session.output !== 'json') {
      io.stdout.writeValue(config);
      return EXIT.succeeded;
    }
    const { parse } = await import('../libraries/yaml.ts');
    const parsed: unknown = parse(config);
    if (merge !== true) {
      io.stdout.write(await formatData('json', parsed));
      return EXIT.succeeded;
    }
    const { mergeKubeconfig } = await import('../kubeconfig/merge.ts');
    const used = context ?? `slipway-${name}`;
    const file = await changeKubeconfig(io, (text) => mergeKubeconfig(text, parsed, used, origin));
    io.stderr.write(`${file} has the context ${used} now, and uses it. Try: kubectl get nodes\n`);
    return EXIT.succeeded;
  },
});

/** Changes the kubeconfig of the user, and returns its path. Throws UsageError with the path if `change` refuses it. */
async function changeKubeconfig({ env }: Io, change: (text: string) => string): Promise<string> {
  const { changeFile, kubeconfigFile } = await import('../kubeconfig/file.ts');
  const file = kubeconfigFile(env);
  await changeFile(file, (text) => {
    try {
      return change(text);
    } catch (error) {
      if (error instanceof UsageError) {
        throw new UsageError(`${file} was not changed. ${error.message}`);
      }
      throw error;
    }
  });
  return file;
}
