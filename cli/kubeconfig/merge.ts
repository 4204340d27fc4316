/** Adds a cluster to the kubeconfig of a user. Everything else in it stays, with its comments. */
import { isMap, isSeq, type Document } from 'yaml';
import * as z from 'zod';
import { extensionsFor, parseKubeconfig, type Origin } from './document.ts';

interface Entry extends Record<string, unknown> {
  name: string;
}

/** The kubeconfig of one cluster, as the API returns it. */
const ownSchema = z.object({
  clusters: z.tuple([z.object({ cluster: z.record(z.string(), z.unknown()) })]),
  users: z.tuple([z.object({ user: z.record(z.string(), z.unknown()) })]),
});

/**
 * Returns the text of the user's kubeconfig with the cluster in it, as its current context.
 *
 * @param text the user's kubeconfig; empty if there is none
 * @param own the kubeconfig of the cluster
 * @param name what the cluster, its user and its context are called; entries of this name are replaced
 * @param origin the cluster, so that its context is found again when the cluster is deleted
 * @throws UsageError if the text is no kubeconfig
 */
export function mergeKubeconfig(text: string, own: unknown, name: string, origin: Origin): string {
  const { clusters, users } = ownSchema.parse(own);
  const document = parseKubeconfig(text);
  put(document, 'clusters', { name, cluster: clusters[0].cluster });
  put(document, 'users', { name, user: users[0].user });
  const context = { cluster: name, user: name, extensions: extensionsFor(origin) };
  put(document, 'contexts', { name, context });
  document.set('current-context', name);
  return document.toString({ lineWidth: 0 });
}

function put(document: Document, key: string, entry: Entry): void {
  const list = document.get(key);
  if (!isSeq(list)) {
    document.set(key, document.createNode([entry]));
    return;
  }
  const index = list.items.findIndex((item) => isMap(item) && item.get('name') === entry.name);
  const node = document.createNode(entry);
  // An empty list may be written as `[]`, and its first entry would be written on the same line.
  list.flow = false;
  if (index === -1) list.add(node);
  else list.set(index, node);
}
