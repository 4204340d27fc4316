/** Parses YAML and JSON, and refuses what would change on the way to the service. */
import type { Alias, Document, Scalar } from 'yaml';
import { UsageError } from '../exit.ts';
import { isExact } from '../../contract/exact-number.ts';
import { textFault } from '../../contract/text-fault.ts';

/** The tags that only say what JSON also has. */
const KNOWN_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

export interface YamlOptions {
  /** What to call the text in messages, for example `File cluster.yaml`. */
  name: string;
  /** Returns true for the path of a field that is text, so that `1.30` stays `1.30`. */
  isText(path: readonly string[]): boolean;
}

/**
 * Returns the value of the only document; undefined if there is none. Merge keys (`<<`) are supported.
 *
 * @throws UsageError with line and column when the text is not valid, has several documents or unknown tags,
 *   or contains what JSON cannot express
 */
export async function parseYaml(text: string, { name, isText }: YamlOptions): Promise<unknown> {
  const yaml = await import('../libraries/yaml.ts');
  const lines = new yaml.LineCounter();
  const refuse = (offset: number, why: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new UsageError(`${name}, line ${line}, column ${col}: ${why}`);
  };
  const keyOf = (key: unknown): string => {
    if (!yaml.isScalar(key)) return '';
    return typeof key.value === 'string' ? key.value : (key.source ?? '');
  };
  const pathOf = (ancestors: readonly unknown[]): string[] =>
    ancestors.flatMap((node) => {
      if (yaml.isPair(node)) return [keyOf(node.key)];
      return yaml.isSeq(node) ? ['*'] : [];
    });

  function checkScalar(node: Scalar, isKey: boolean, path: readonly string[]): void {
    const at = node.range?.[0] ?? 0;
    const { value, source = '' } = node;
    if (typeof value === 'string') {
      const fault = textFault(value);
      if (fault !== undefined) refuse(at, `the text ${fault}.`);
    } else if (typeof value === 'number' && !isKey && !isText(path) && !isExact(source, value)) {
      refuse(at, `the number ${source} cannot be kept exactly. Write it in quotes.`);
    } else if (isKey && value === null) {
      refuse(at, 'a name is missing.');
    } else if (!isKey && typeof value === 'boolean' && isText(path)) {
      refuse(at, `${source} is no text. Write it in quotes.`);
    }
    if (isKey ? typeof value !== 'symbol' : typeof value === 'number' && isText(path)) {
      node.value = typeof value === 'string' ? value : source;
    }
  }

  function check(document: Document): void {
    yaml.visit(document, {
      Node(_key, node) {
        const { tag } = node;
        if (tag !== undefined && !KNOWN_TAGS.has(tag)) {
          refuse(
            node.range?.[0] ?? 0,
            `the tag ${shownTag(tag)} is unknown. Write the value itself.`,
          );
        }
      },
    });
    yaml.visit(document, {
      Pair(_key, { key }) {
        if (yaml.isScalar(key)) return;
        refuse(yaml.isNode(key) ? (key.range?.[0] ?? 0) : 0, 'a name must be text.');
      },
      Scalar(key, node, path) {
        checkScalar(node, key === 'key', pathOf(path));
      },
      Alias(_key, node: Alias, path) {
        const target = node.resolve(document);
        if (target === undefined) refuse(node.range?.[0] ?? 0, `*${node.source} was not defined.`);
        const isNumber = yaml.isScalar(target) && typeof target.value === 'number';
        return isNumber && isText(pathOf(path)) ? new yaml.Scalar(target.source) : undefined;
      },
    });
  }

  try {
    const documents = yaml
      .parseAllDocuments(text, {
        lineCounter: lines,
        merge: true,
        prettyErrors: false,
        logLevel: 'silent',
        // A merge key is a symbol, and its text in quotes is not.
        uniqueKeys: (a, b) => keyOf(a) === keyOf(b) && isSymbol(a) === isSymbol(b),
      })
      .filter((document) => document.errors.length > 0 || !isEmpty(document));
    for (const { errors } of documents) {
      for (const error of errors) refuse(error.pos[0], `${reasonOf(error)}.`);
    }
    const [document, second] = documents;
    if (document === undefined) return undefined;
    if (second !== undefined) {
      refuse(
        second.contents?.range?.[0] ?? 0,
        `another document begins, and a request is made from one. Put each into a file of its own.`,
      );
    }
    check(document);
    return document.toJS();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} is not valid YAML or JSON: ${reasonOf(error)}.`);
  }
}

function isSymbol(node: unknown): boolean {
  return (
    typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'symbol'
  );
}

/** `---` begins a document, also one without content. */
function isEmpty({ contents }: Document): boolean {
  return contents === null || (contents.range?.[0] === contents.range?.[1] && !contents.tag);
}

function shownTag(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!');
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /call stack/.test(text) ? 'it is nested too deeply' : text;
}
