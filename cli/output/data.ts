/** Formats data as JSON or YAML without any character that a terminal would interpret. */
import { escapedForData, hasControls } from './visible.ts';

export async function formatData(output: 'json' | 'yaml', value: unknown): Promise<string> {
  const text = output === 'json' ? `${JSON.stringify(value, null, 2)}\n` : await formatYaml(value);
  return escapedForData(text);
}

/** YAML has escapes only in double quotes, so every string that needs one is quoted. */
async function formatYaml(value: unknown): Promise<string> {
  const { Document, Scalar, visit } = await import('yaml');
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && hasControls(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document.toString();
}
