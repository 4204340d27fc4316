/** Formats data as JSON or YAML without any character that a terminal would interpret. */
import { escapedForData, hasControls } from './visible.ts';

export async function formatData(output: 'json' | 'yaml', value: unknown): Promise<string> {
  const text = output === 'json' ? `${JSON.stringify(value, null, 2)}\n` : await formatYaml(value);
  return escapedForData(text);
}

/**
 * Readers of YAML 1.1, such as kubectl and PyYAML, take the first for a boolean or nothing, and the second for
 * a number, a date, a time, a merge or a default.
 */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|)$/i;
const NUMBERS = /^[-+.=<0-9]/;
/** They break a line in YAML 1.1, or are lost at the start of a text. */
const SEPARATORS = /[\u0085\u2028\u2029\ufeff]/g;

/** YAML has escapes only in double quotes, so every string that needs one is quoted. */
async function formatYaml(value: unknown): Promise<string> {
  const { Document, Scalar, visit } = await import('../libraries/yaml.ts');
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && needsQuotes(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document
    .toString()
    .replaceAll(SEPARATORS, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function needsQuotes(text: string): boolean {
  if (hasControls(text) || text.search(SEPARATORS) >= 0) return true;
  return WORDS.test(text) || (NUMBERS.test(text) && !text.includes('\n'));
}
