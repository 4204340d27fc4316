/**
 * Generates the linter's part of the dependency rule.
 *
 * oxlint's `no-restricted-imports` sees the text between the quotes, not the imported file. The same
 * relative path means another file in a deeper folder, so each row of the rule becomes one override for
 * each depth. An override has one list of gitignore patterns: the last matching pattern decides, and `!`
 * exempts. If only types may be imported from a place, a regular expression forbids the values. It comes
 * before the list, because an exemption in the list ends the search.
 *
 * The check `dependency rule` of `npm run verify` covers what the linter cannot see: `import()`, files
 * that load zod, and folders of which a row allows some files and only the types of the others.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dependencyRule, type Row } from '../verify/dependency-rule.ts';
import { isWithin, opposite, placePatterns, relativePath } from './place-patterns.ts';

/** The generated file, relative to the root. `.oxlintrc.json` extends it. */
export const LINT_RULES_FILE = 'tools/lint-rules/import-rules.json';

/** The linter does not check imports in deeper folders; `npm run verify` does. */
const MAX_DEPTH = 4;

/** The folders that the place `''` stands for. A regular expression must name each of them. */
const TOP_FOLDERS = [...new Set(dependencyRule.map(({ from }) => topFolder(from)))].filter(
  (folder) => folder !== undefined,
);

/**
 * Returns the text of the generated file. Each line has one override, so that a changed row is a small
 * diff.
 */
export function generateLintRules(rule: readonly Row[] = dependencyRule): string {
  // A later override replaces an earlier one, so the more specific row comes later.
  const rows = rule.toSorted((a, b) => a.from.length - b.from.length);
  const lines = rows
    .filter((row) => !allowsEverything(row))
    .flatMap(overridesOf)
    .map((override) => `    ${JSON.stringify(override)}`);
  return `{\n  "overrides": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** Returns one sentence if the checked-in file differs from the dependency rule, otherwise none. */
export async function lintRulesFaults(root: string): Promise<string[]> {
  const found = await readFile(path.join(root, LINT_RULES_FILE), 'utf8').catch(() => '');
  return found === generateLintRules()
    ? []
    : [`${LINT_RULES_FILE} differs from the dependency rule; run npm run lint-rules`];
}

function allowsEverything(row: Row): boolean {
  return row.local.includes('') && row.packages.includes('*') && row.builtins;
}

interface Override {
  files: string[];
  rules: { 'no-restricted-imports': ['error', { patterns: Restriction[] }] };
}

type Restriction =
  | { group: string[]; message: string }
  | { regex: string; message: string; allowTypeImports: true };

function overridesOf(row: Row): Override[] {
  return foldersOf(row).map(({ folder, files }) => ({
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: restrictionsOf(row, folder) }] },
  }));
}

/** Returns the folders of a row's files, one for each depth. `*` is a folder of any name. */
function foldersOf(row: Row): { folder: string[]; files: string }[] {
  const base = row.from.split('/').slice(0, -1);
  if (!row.from.endsWith('/')) return [{ folder: base, files: row.from }];
  return Array.from({ length: MAX_DEPTH - base.length + 1 }, (_, below) => {
    const folder = [...base, ...Array<string>(below).fill('*')];
    return { folder, files: [...folder, '*.{ts,tsx}'].join('/') };
  });
}

function restrictionsOf(row: Row, folder: readonly string[]): Restriction[] {
  const { localTypes = [], localWithoutZod = [], packageTypes = [], why } = row;
  const values = [...row.local, ...localWithoutZod];
  const packages = [...row.packages, ...packageTypes].flatMap(packagePatterns);
  const builtins = row.builtins ? ['node:*', 'node:*/**'] : [];
  const always = [
    '**',
    ...[...packages, ...builtins].map(opposite),
    // The pattern of a package also matches files and folders of that name.
    './**',
    '../**',
    ...placePatterns([...values, ...localTypes], folder).map(opposite),
  ];
  if (localTypes.length + packageTypes.length === 0) return [{ group: always, message: why }];

  const typesOnly = localTypes
    .flatMap((place) => (place === '' ? TOP_FOLDERS : [place]))
    .filter((place) => !values.some((value) => isWithin(value, place)));
  const expressions = [
    ...typesOnly.map((place) => startsWith(relativePath(place, folder))),
    ...packageTypes.map(startsWith),
  ];
  return [
    { regex: expressions.join('|'), message: why, allowTypeImports: true },
    { group: always, message: why },
  ];
}

function startsWith(specifier: string): string {
  return `^${specifier.replaceAll('.', String.raw`\.`)}`;
}

function topFolder(place: string): string | undefined {
  return /^[^/]+\//.exec(place)?.[0];
}

function packagePatterns(name: string): string[] {
  return [name, `${name}/**`];
}
