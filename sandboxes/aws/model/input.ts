/** Reads the parameters of a request, in the protocol of its service, into the form of the API's model. */
import type { Call } from '../proxy/call.ts';
import type { Member, Model, Shape } from './models.ts';

/** The parameters of the query protocols as a tree: `A.1.B` is below A, then 1, then B. */
interface Tree {
  text?: string;
  children: Map<string, Tree>;
}

/** The fields that are part of the protocol and not of the operation. */
const PROTOCOL_FIELDS: ReadonlySet<string> = new Set(['Action', 'Version']);

/**
 * Returns the input of a request by the names of the model. Unknown names stay as they are, so that the check
 * finds them.
 */
export function readInput(call: Call, model: Model, input: Shape): Record<string, unknown> {
  const { protocol } = model.metadata;
  if (protocol === 'rest-json') return readRest(call, model, input);
  if (protocol === 'json') return call.json;
  const tree = treeOf(call.params);
  return structure(tree, input, model, protocol === 'ec2');
}

/** The name of a member in a request of the query protocols. */
function wireName(name: string, member: Member, isEc2: boolean): string {
  if (!isEc2) return member.locationName ?? name;
  if (member.queryName !== undefined) return member.queryName;
  const text = member.locationName ?? name;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function treeOf(params: Readonly<Record<string, string>>): Tree {
  const root: Tree = { children: new Map() };
  for (const [name, text] of Object.entries(params)) {
    if (PROTOCOL_FIELDS.has(name)) continue;
    let node = root;
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? { children: new Map<string, Tree>() };
      node.children.set(part, child);
      node = child;
    }
    node.text = text;
  }
  return root;
}

function fromTree(
  tree: Tree,
  shape: Shape,
  member: Member | undefined,
  model: Model,
  isEc2: boolean,
): unknown {
  const shapeOf = (it: Member): Shape => model.shapes[it.shape] ?? emptyShape;
  if (shape.type === 'structure') return structure(tree, shape, model, isEc2);
  if (shape.type === 'list' && shape.member !== undefined) {
    const item = shape.member;
    const isFlat = isEc2 || shape.flattened === true || member?.flattened === true;
    const inner = isFlat ? tree : tree.children.get(item.locationName ?? 'member');
    // An empty list is sent as an empty text.
    return [...(inner?.children.values() ?? [])].map((child) =>
      fromTree(child, shapeOf(item), item, model, isEc2),
    );
  }
  if (shape.type === 'map' && shape.key !== undefined && shape.value !== undefined) {
    const { key, value } = shape;
    const entries = [...(tree.children.get('entry') ?? tree).children.values()];
    return Object.fromEntries(
      entries.map((entry): [string, unknown] => {
        const child = entry.children.get(value.locationName ?? 'value');
        return [
          entry.children.get(key.locationName ?? 'key')?.text ?? '',
          child === undefined ? null : fromTree(child, shapeOf(value), value, model, isEc2),
        ];
      }),
    );
  }
  return scalar(tree.text ?? '', shape);
}

function structure(
  tree: Tree,
  shape: Shape,
  model: Model,
  isEc2: boolean,
): Record<string, unknown> {
  const names = new Map(
    Object.entries(shape.members).map(([name, it]) => [wireName(name, it, isEc2), name]),
  );
  const entries = [...tree.children].map(([part, child]): [string, unknown] => {
    const name = names.get(part);
    const known = name === undefined ? undefined : shape.members[name];
    if (name === undefined || known === undefined) return [part, child.text ?? null];
    const inner = model.shapes[known.shape] ?? emptyShape;
    return [name, fromTree(child, inner, known, model, isEc2)];
  });
  return Object.fromEntries(entries);
}

const emptyShape: Shape = { type: 'string', required: [], members: {} };

function scalar(text: string, { type }: Shape): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  const isNumber = ['integer', 'long', 'float', 'double'].includes(type);
  return isNumber && text !== '' ? Number(text) : text;
}

/** The path, the query and the body of a request of EKS. */
function readRest(call: Call, model: Model, input: Shape): Record<string, unknown> {
  const value: Record<string, unknown> = { ...call.json };
  const url = new URL(call.path, 'http://localhost');
  const pattern = model.operations[call.action]?.http.requestUri ?? '';
  const parts = url.pathname.split('/');
  const labels = pattern.split('?')[0]?.split('/') ?? [];
  for (const [name, member] of Object.entries(input.members)) {
    const wire = member.locationName ?? name;
    const shape = model.shapes[member.shape] ?? emptyShape;
    if (member.location === 'uri') {
      const at = labels.indexOf(`{${wire}}`);
      if (at >= 0) value[name] = decodeURIComponent(parts[at] ?? '');
    } else if (member.location === 'querystring' && url.searchParams.has(wire)) {
      const texts = url.searchParams.getAll(wire);
      value[name] = shape.type === 'list' ? texts : scalar(texts[0] ?? '', shape);
    } else if (member.location === undefined && wire !== name && wire in value) {
      value[name] = value[wire] ?? null;
      delete value[wire];
    }
  }
  for (const name of url.searchParams.keys()) {
    const isKnown = Object.entries(input.members).some(
      ([own, it]) => it.location === 'querystring' && (it.locationName ?? own) === name,
    );
    if (!isKnown) value[name] = url.searchParams.get(name) ?? '';
  }
  return value;
}
