/**
 * Reads the blocks of a file in HCL. Expressions are skipped. Text that is not HCL gives as many blocks as can be
 * recognized: the engine itself refuses such a file.
 */
import { newBlock, type Block } from './block.ts';
import { after, endOfComment, endOfExpression, endOfString } from './hcl-expression.ts';

const SPACE = /\s+/y;
const SPACE_IN_LINE = /[ \t\r]+/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export function hclBlocks(text: string): Block[] {
  const root = newBlock('', [], 0);
  const open = [root];
  let index = 0;
  for (;;) {
    index = skipSpace(text, index, SPACE);
    if (index >= text.length) return root.blocks;
    const parent = open.at(-1) ?? root;
    if (text[index] === '}') {
      if (open.length > 1) open.pop();
      index += 1;
      continue;
    }
    const offset = index;
    index = after(IDENTIFIER, text, offset);
    if (index === offset) {
      // This is not HCL. A string or a heredoc is skipped as a whole.
      index = Math.max(endOfExpression(text, offset), offset + 1);
      continue;
    }
    const name = text.slice(offset, index);
    const { labels, end } = readLabels(text, index);
    index = end;
    if (text[index] === '{') {
      const block = newBlock(name, labels, offset);
      parent.blocks.push(block);
      open.push(block);
      index += 1;
    } else if (text[index] === '=') {
      index = endOfExpression(text, index + 1);
      parent.attributes.set(name, text.slice(end + 1, index).trim());
    }
  }
}

/** Returns the labels, and where the brace or the equals sign after them is. */
function readLabels(text: string, start: number): { labels: string[]; end: number } {
  const labels: string[] = [];
  let index = skipSpace(text, start, SPACE_IN_LINE);
  for (;;) {
    const isQuoted = text[index] === '"';
    const end = isQuoted ? endOfString(text, index) : after(IDENTIFIER, text, index);
    if (end === index) return { labels, end };
    labels.push(isQuoted ? unescaped(text.slice(index + 1, end - 1)) : text.slice(index, end));
    index = skipSpace(text, end, SPACE_IN_LINE);
  }
}

function skipSpace(text: string, start: number, space: RegExp): number {
  let index = start;
  for (;;) {
    const before = index;
    index = endOfComment(text, after(space, text, index));
    if (index === before) return index;
  }
}

/** A label can spell each character as an escape. */
function unescaped(label: string): string {
  return label.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4(?=\{)/g,
    (_text, short?: string, long?: string, char?: string, sign?: string) => {
      const hex = short ?? long;
      if (hex === undefined) return sign ?? ESCAPES[char ?? ''] ?? char ?? '';
      const code = Number.parseInt(hex, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
    },
  );
}
