import { builtinModules } from 'node:module';
import path from 'node:path';
import type { Row } from './dependency-rule.ts';
import { importsOf, type Import } from './imports.ts';

type Graph = ReadonlyMap<string, readonly Import[]>;

/**
 * Returns one sentence for each import that the rule does not allow.
 *
 * @param sources the text of each file by its path from the root, for example `api/main.ts`
 */
export function dependencyFaults(
  sources: ReadonlyMap<string, string>,
  rule: readonly Row[],
): string[] {
  const graph = new Map([...sources].map(([file, text]) => [file, importsOf(text, file)]));
  const faults: string[] = [];
  for (const [file, imports] of graph) {
    const row = rowOf(file, rule);
    if (row === undefined) {
      faults.push(`${file}: its folder has no row in the dependency rule; add one`);
      continue;
    }
    for (const statement of imports) {
      if (!isAllowed(statement, file, row, graph)) {
        const kind = statement.typeOnly ? 'the types of ' : '';
        faults.push(`${file}: must not import ${kind}${statement.specifier}: ${row.why}`);
      }
    }
  }
  return faults;
}

function rowOf(file: string, rule: readonly Row[]): Row | undefined {
  return rule
    .filter((row) => isWithin(file, row.from))
    .toSorted((a, b) => b.from.length - a.from.length)[0];
}

function isWithin(file: string, place: string): boolean {
  return place === '' || file === place || (place.endsWith('/') && file.startsWith(place));
}

function isAllowed(statement: Import, file: string, row: Row, graph: Graph): boolean {
  const { specifier, typeOnly } = statement;
  if (specifier.startsWith('.')) {
    const target = resolve(file, specifier);
    const among = (places: readonly string[] = []): boolean =>
      !target.startsWith('..') && places.some((place) => isWithin(target, place));
    return (
      among(row.local) ||
      (typeOnly && among(row.localTypes)) ||
      (among(row.localWithoutZod) && (typeOnly || !loadsZod(target, graph)))
    );
  }
  const name = packageOf(specifier);
  if (isBuiltin(specifier)) return row.builtins;
  const among = (names: readonly string[] = []): boolean =>
    names.includes(name) || names.includes('*');
  return among(row.packages) || (typeOnly && among(row.packageTypes));
}

function resolve(file: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(file), specifier);
}

/** Returns `@scope/name` for `@scope/name/part`, and `name` for `name/part`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function loadsZod(file: string, graph: Graph, seen = new Set<string>()): boolean {
  seen.add(file);
  return (graph.get(file) ?? []).some(({ specifier, typeOnly }) => {
    if (typeOnly) return false;
    if (!specifier.startsWith('.')) return packageOf(specifier) === 'zod';
    const target = resolve(file, specifier);
    return !seen.has(target) && loadsZod(target, graph, seen);
  });
}
