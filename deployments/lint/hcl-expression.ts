/**
 * Finds the end of an HCL expression or label without understanding it. Strings, templates and heredocs can
 * contain each other, so that the modes are on a stack. Its depth is not limited by the stack of calls.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
type Mode =
  /** Outside of all brackets: ends at a line's end or a closing brace. */
  | { kind: 'expression' }
  | { kind: 'brackets' }
  /** `${ … }` or `%{ … }` */
  | { kind: 'template' }
  | { kind: 'string' }
  | { kind: 'heredoc'; marker: string; isLineStart: boolean };

const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
/** An unclosed comment reaches to the end of the file. */
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/y;
const PLAIN = {
  code: /[^"<()[\]{}#/\n]+/y,
  string: /[^"\\$%\n]+/y,
  heredoc: /[^$%\n]+/y,
} as const;

/** Returns the index after the match of a sticky pattern at `index`; `index` itself without a match. */
export function after(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : index;
}

/** Returns the index at which the expression that begins at `index` ends: at a line's end, or at a brace. */
export function endOfExpression(text: string, index: number): number {
  return skip(text, index, { kind: 'expression' });
}

/** Returns the index after the string whose opening quote is at `index`. */
export function endOfString(text: string, index: number): number {
  return skip(text, index + 1, { kind: 'string' });
}

export function endOfComment(text: string, index: number): number {
  return after(COMMENT, text, index);
}

function skip(text: string, start: number, first: Mode): number {
  const modes: Mode[] = [first];
  let index = start;
  for (let mode = modes.at(-1); mode !== undefined; mode = modes.at(-1)) {
    if (index >= text.length) return text.length;
    switch (mode.kind) {
      case 'string':
        index = inString(text, index, modes);
        break;
      case 'heredoc':
        index = inHeredoc(text, index, { modes, mode });
        break;
      default: {
        const char = text[index];
        if (mode.kind === 'expression' && (char === '\n' || char === '}')) return index;
        index = inCode(text, index, modes);
      }
    }
  }
  return index;
}

function inCode(text: string, index: number, modes: Mode[]): number {
  switch (text[index]) {
    case '"':
      modes.push({ kind: 'string' });
      return index + 1;
    case '(':
    case '[':
    case '{':
      modes.push({ kind: 'brackets' });
      return index + 1;
    case ')':
    case ']':
    case '}':
      if (modes.length > 1) modes.pop();
      return index + 1;
    case '#':
    case '/':
      return Math.max(endOfComment(text, index), index + 1);
    case '<': {
      HEREDOC.lastIndex = index;
      const marker = HEREDOC.exec(text)?.[1];
      if (marker === undefined) return index + 1;
      modes.push({ kind: 'heredoc', marker, isLineStart: true });
      return HEREDOC.lastIndex;
    }
    default:
      return Math.max(after(PLAIN.code, text, index), index + 1);
  }
}

/** A line's end is a fault in a string, which ends there, so that the rest of the file is still understood. */
function inString(text: string, index: number, modes: Mode[]): number {
  switch (text[index]) {
    case '\\':
      return index + 2;
    case '"':
    case '\n':
      modes.pop();
      return index + 1;
    case '$':
    case '%':
      return inTemplate(text, index, modes);
    default:
      return after(PLAIN.string, text, index);
  }
}

function inHeredoc(
  text: string,
  index: number,
  { modes, mode }: { modes: Mode[]; mode: Extract<Mode, { kind: 'heredoc' }> },
): number {
  if (mode.isLineStart) {
    mode.isLineStart = false;
    const newline = text.indexOf('\n', index);
    const end = newline === -1 ? text.length : newline;
    if (text.slice(index, end).trim() === mode.marker) {
      modes.pop();
      return end;
    }
  }
  switch (text[index]) {
    case '\n':
      mode.isLineStart = true;
      return index + 1;
    case '$':
    case '%':
      return inTemplate(text, index, modes);
    default:
      return after(PLAIN.heredoc, text, index);
  }
}

/** `${` and `%{` begin a template. `$${` and `%%{` are text. */
function inTemplate(text: string, index: number, modes: Mode[]): number {
  const char = text[index] ?? '';
  if (text.startsWith(`${char}${char}{`, index)) return index + 3;
  if (text[index + 1] !== '{') return index + 1;
  modes.push({ kind: 'template' });
  return index + 2;
}
