import * as yaml from 'yaml';

export interface Position {
  /** The first line is 1. */
  line: number;
  /** The first column is 1. */
  column: number;
}

/**
 * Returns where a YAML or JSON text has the field of this path. A field that is missing is where the object begins in
 * which it should be.
 *
 * @param path names of fields and indices of lists. What `get` shows has the spec below `spec`.
 */
export function positionOf(text: string, path: readonly string[]): Position {
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    logLevel: 'silent',
    merge: true,
  });
  const [first = ''] = path;
  const full = document.has(first) || !document.has('spec') ? path : ['spec', ...path];
  const { line, col } = lines.linePos(offsetOf(document.contents, full));
  return { line, column: col };
}

/** Returns the offset of the deepest node on the path that the text has: of a field, that of its name. */
function offsetOf(root: unknown, path: readonly string[]): number {
  let node = root;
  let offset = startOf(root);
  for (const part of path) {
    if (yaml.isMap(node)) {
      const pair = node.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === part);
      if (pair === undefined) break;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (yaml.isSeq(node)) {
      node = node.items[Number(part)];
      if (node === undefined) break;
      offset = startOf(node);
    } else {
      break;
    }
  }
  return offset;
}

function startOf(node: unknown): number {
  return yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
