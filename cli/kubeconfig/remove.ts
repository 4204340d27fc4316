/** Removes from the kubeconfig of a user what Slipway has added for a cluster. */
import { readFile } from 'node:fs/promises';
import { isMap, isSeq, type Document } from 'yaml';
import { UsageError } from '../exit.ts';
import { parseKubeconfig, slipwayContexts, type Origin } from './document.ts';

/** The lists that contexts refer to, and the field that does. */
const USED = [
  ['clusters', 'cluster'],
  ['users', 'user'],
] as const;

/**
 * Returns the text without the contexts of a cluster, with the names of these contexts. Their entries of clusters and
 * users go with them, unless another context uses them.
 *
 * @param context only the context of this name, whatever its server is
 * @throws UsageError if the text is no kubeconfig, or has no such context
 */
export function removeFromKubeconfig(
  text: string,
  origin: Origin,
  context?: string,
): { text: string; removed: string[] } {
  const document = parseKubeconfig(text);
  const ours = slipwayContexts(document);
  const removed = ours
    .filter((it) => (context === undefined ? isSame(it.origin, origin) : it.context === context))
    .map((it) => it.context);
  if (removed.length === 0) throw new UsageError(notFound(ours, origin, context));
  removeNamed(document, 'contexts', removed);
  for (const [list, field] of USED) {
    const used = usedBy(document, field);
    removeNamed(
      document,
      list,
      removed.filter((name) => !used.has(name)),
    );
  }
  if (removed.some((name) => name === document.get('current-context'))) {
    document.delete('current-context');
  }
  return { text: document.toString({ lineWidth: 0 }), removed };
}

/** Returns the contexts that the file has for a cluster. A file that cannot be read has none. */
export async function contextsOf(file: string, origin: Origin): Promise<string[]> {
  try {
    const document = parseKubeconfig(await readFile(file, 'utf8'));
    return slipwayContexts(document)
      .filter((it) => isSame(it.origin, origin))
      .map(({ context }) => context);
  } catch {
    return [];
  }
}

function isSame(a: Origin, b: Origin): boolean {
  return a.cluster === b.cluster && a.server === b.server;
}

function notFound(
  ours: readonly { context: string }[],
  { cluster, server }: Origin,
  context: string | undefined,
): string {
  const wanted =
    context === undefined ? `of cluster ${cluster} at ${server}` : `"${context}" from Slipway`;
  const known = ours.map((it) => it.context).join(', ') || 'none';
  return `It has no context ${wanted}. Contexts from Slipway: ${known}. Name one with --context.`;
}

function removeNamed(document: Document, list: string, names: readonly string[]): void {
  const entries = document.get(list);
  if (!isSeq(entries)) return;
  entries.items = entries.items.filter(
    (item) => !isMap(item) || !names.some((name) => name === item.get('name')),
  );
}

/** The names in this field of the remaining contexts. */
function usedBy(document: Document, field: string): ReadonlySet<unknown> {
  const contexts = document.get('contexts');
  if (!isSeq(contexts)) return new Set();
  return new Set(
    contexts.items.map((it) => (isMap(it) ? it.getIn(['context', field]) : undefined)),
  );
}
