/** The kubeconfig of a user as a YAML document, whose comments stay when entries change. */
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { UsageError } from '../exit.ts';

/** The cluster that an entry of a kubeconfig is for. */
export interface Origin {
  /** URL of the API of Slipway. */
  server: string;
  cluster: string;
}

/** The name of the extension by which Slipway finds its contexts again. Programs keep the extensions of others. */
const EXTENSION = 'slipway';

/** Throws UsageError if the text is no kubeconfig. Empty text is an empty kubeconfig. */
export function parseKubeconfig(text: string): Document {
  const document = parseDocument(text.trim() === '' ? 'apiVersion: v1\nkind: Config\n' : text);
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`It is not valid YAML: ${error.message}`);
  if (!isMap(document.contents)) throw new UsageError('It is not a kubeconfig.');
  return document;
}

/** The `extensions` of a context that is for this cluster. */
export function extensionsFor(origin: Origin): unknown {
  return [{ name: EXTENSION, extension: origin }];
}

/** Returns the names of the contexts that Slipway has added, each with its cluster. */
export function slipwayContexts(document: Document): { context: string; origin: Origin }[] {
  const contexts = document.get('contexts');
  if (!isSeq(contexts)) return [];
  return contexts.items.flatMap((item) => {
    if (!isMap(item)) return [];
    const context = item.get('name');
    const extensions = item.getIn(['context', 'extensions']);
    if (typeof context !== 'string' || !isSeq(extensions)) return [];
    const ours = extensions.items.find((it) => isMap(it) && it.get('name') === EXTENSION);
    if (!isMap(ours)) return [];
    const server = ours.getIn(['extension', 'server']);
    const cluster = ours.getIn(['extension', 'cluster']);
    if (typeof server !== 'string' || typeof cluster !== 'string') return [];
    return [{ context, origin: { server, cluster } }];
  });
}
