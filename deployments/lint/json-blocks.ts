/**
 * Reads the blocks of a file in the JSON syntax of HCL. A block is an object, or a list of objects, below its type
 * and its labels. JSON.parse would hide all but the last of two equal names, while an engine reads them all.
 * https://github.com/hashicorp/hcl/blob/main/json/spec.md
 */
import { newBlock, type Block } from './block.ts';

/** Members of objects have names, elements of lists have none. Other values have no members but a text. */
interface Value {
  offset: number;
  isObject: boolean;
  members: { name: string; value: Value }[];
  text: string;
}

/** The blocks that matter to Slipway, by their parent: how many labels each has. */
const BLOCKS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '': {
    terraform: 0,
    variable: 1,
    locals: 0,
    module: 1,
    output: 1,
    resource: 2,
    data: 2,
    check: 1,
    removed: 0,
  },
  terraform: { encryption: 0, backend: 1, cloud: 0 },
  encryption: { key_provider: 2, method: 2 },
  resource: { provisioner: 1 },
  removed: { provisioner: 1 },
  check: { data: 2 },
};

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** Returns undefined if the text is not JSON. */
export function jsonBlocks(text: string): Block[] | undefined {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  const root = newBlock('', [], 0);
  addBlocks(root, readValue(text));
  return root.blocks;
}

/** Reads text that is JSON. */
function readValue(text: string): Value {
  const root: Value = { offset: 0, isObject: false, members: [], text: '' };
  const open = [root];
  let name: string | undefined;
  for (const { 0: token, index: offset } of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (token === ',' || token === ':') continue;
    if (token === '}' || token === ']') {
      const closed = open.pop();
      if (closed !== undefined) closed.text = text.slice(closed.offset, offset + 1);
    } else if (parent.isObject && name === undefined) {
      name = stringIn(token);
    } else {
      const value = { offset, isObject: token === '{', members: [], text: token };
      parent.members.push({ name: name ?? '', value });
      name = undefined;
      if (token === '{' || token === '[') open.push(value);
    }
  }
  return root.members[0]?.value ?? root;
}

function stringIn(token: string): string {
  const value: unknown = JSON.parse(token);
  return String(value);
}

/** The objects that a value stands for: itself, or those in a list. */
function objectsIn(value: Value): Value[] {
  if (value.isObject) return [value];
  return value.members.flatMap((member) => (member.value.isObject ? [member.value] : []));
}

function addBlocks(parent: Block, body: Value): void {
  const known = BLOCKS[parent.type] ?? {};
  for (const { name, value } of objectsIn(body).flatMap(({ members }) => members)) {
    const labels = Object.hasOwn(known, name) ? known[name] : undefined;
    if (labels === undefined) parent.attributes.set(name, value.text);
    else addLabeled(parent, newBlock(name, [], value.offset), { value, missing: labels });
  }
}

function addLabeled(
  parent: Block,
  block: Block,
  { value, missing }: { value: Value; missing: number },
): void {
  const objects = objectsIn(value);
  if (missing === 0) {
    for (const object of objects) {
      const added = newBlock(block.type, block.labels, object.offset);
      parent.blocks.push(added);
      addBlocks(added, object);
    }
    return;
  }
  for (const member of objects.flatMap(({ members }) => members)) {
    const labeled = newBlock(block.type, [...block.labels, member.name], member.value.offset);
    addLabeled(parent, labeled, { value: member.value, missing: missing - 1 });
  }
}
