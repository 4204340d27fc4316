/** Finds the variables that a module declares at its root, and how the engine reads the text of each value. */
import path from 'node:path';
import type { SourceFiles } from '../storage/source.ts';
import { hclBlocks } from './hcl-blocks.ts';
import { jsonBlocks } from './json-blocks.ts';

const MODULE_FILE = /\.(?:tf|tofu)(?:\.json)?$/;
const OVERRIDE_FILE = /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/;
/** A type whose values are texts for the engine. Perhaps in quotes, and perhaps with a comment after it. */
const PRIMITIVE = /^"?(?:string|number|bool)"?\s*(?:(?:#|\/\/|\/\*).*)?$/s;

export interface DeclaredVariable {
  /** True if the text of a value is an expression, for example of a list, and not the value itself. */
  isStructured: boolean;
}

/** Returns the variables of the root module by name. The root module is in the working directory. */
export function declaredVariables(
  files: SourceFiles,
  workingDirectory = '.',
): ReadonlyMap<string, DeclaredVariable> {
  const declared = new Map<string, DeclaredVariable>();
  const names = Object.keys(files).filter(
    (name) => MODULE_FILE.test(name) && path.posix.dirname(name) === workingDirectory,
  );
  // The engine reads override files last, and they replace what other files say.
  for (const name of names.toSorted((a, b) => Number(isOverride(a)) - Number(isOverride(b)))) {
    const text = files[name] ?? '';
    const blocks = name.endsWith('.json') ? (jsonBlocks(text) ?? []) : hclBlocks(text);
    for (const { type, labels, attributes } of blocks) {
      const [variable] = labels;
      if (type !== 'variable' || variable === undefined) continue;
      const constraint = attributes.get('type');
      if (constraint !== undefined) {
        declared.set(variable, { isStructured: !PRIMITIVE.test(constraint) });
      } else if (!declared.has(variable)) {
        declared.set(variable, { isStructured: false });
      }
    }
  }
  return declared;
}

function isOverride(name: string): boolean {
  return OVERRIDE_FILE.test(name);
}
