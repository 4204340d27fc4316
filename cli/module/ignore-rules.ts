/** Says which files of a module are left out: by .terraformignore, by .gitignore, and always. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { UsageError } from '../exit.ts';
import { readRegularFile } from '../input/regular-file.ts';

/** `ignored` is by a rule, which the user can change. The others are always left out, because the service refuses them. */
export type Reason = 'ignored' | 'engine' | 'state';

/** By the name of a file or folder. */
const ALWAYS: readonly (readonly [Reason, RegExp])[] = [
  ['engine', /^(?:\.terraform|terraform\.d)$/],
  ['state', /\.tfstate(?:\.|$)|^(?:terraform|errored)\.tfstate/],
];
/** A rule of the user can bring these back, as with HCP Terraform. */
const DEFAULTS: readonly string[] = ['.git'];

const MAX_RULES_BYTES = 1024 * 1024;

/**
 * Returns why a path of the module is left out, or undefined if it is uploaded. The path of a folder ends with a
 * slash. A path is left out if a folder above it is.
 */
export type IgnoreRules = (name: string) => Reason | undefined;

/**
 * Reads .terraformignore of the module, and each .gitignore as far as it is needed: those of the module's folders,
 * and those above it in the same git repository. Later rules win: the deeper .gitignore, and .terraformignore last.
 *
 * @param root the directory of the module without symbolic links
 */
export function createIgnoreRules(root: string): IgnoreRules {
  const repository = repositoryOf(root);
  const inRepository = matcher(root, repository);
  // A repository may ignore the whole module, for example because a program generates it. Then only the rules in
  // the module itself count.
  const isIgnored = repository === root || inRepository('/') ? matcher(root, root) : inRepository;
  return (name) => {
    const names = name.split('/');
    const [always] = ALWAYS.find(([, pattern]) => names.some((one) => pattern.test(one))) ?? [];
    return always ?? (isIgnored(name) ? 'ignored' : undefined);
  };
}

interface Level {
  patterns: readonly string[];
  rules: Ignore;
}

/** @param base the directory in which the first .gitignore may be */
function matcher(root: string, base: string): (name: string) => boolean {
  const place = path.relative(base, root).replaceAll(path.sep, '/');
  const last = patternsIn(root, '.terraformignore', place);
  const levels = new Map<string, Level>();
  const levelOf = (folder: string): Level => {
    const known = levels.get(folder);
    if (known !== undefined) return known;
    const above = folder === '' ? undefined : levelOf(parentOf(folder));
    const own = patternsIn(path.join(base, folder), '.gitignore', folder);
    const level =
      above !== undefined && own.length === 0
        ? above
        : withPatterns([...(above?.patterns ?? DEFAULTS), ...own], last);
    levels.set(folder, level);
    return level;
  };
  return (name) => {
    const full = path.posix.join(place, name);
    return levelOf(parentOf(full)).rules.ignores(full);
  };
}

function withPatterns(patterns: readonly string[], last: readonly string[]): Level {
  return { patterns, rules: ignore({ ignorecase: false }).add([...patterns, ...last]) };
}

function parentOf(name: string): string {
  const parent = path.posix.dirname(name);
  return parent === '.' ? '' : parent;
}

/** Returns the patterns of a file, which may be missing, as patterns for paths that begin with `place`. */
function patternsIn(directory: string, name: string, place: string): string[] {
  const file = path.join(directory, name);
  if (!existsSync(file)) return [];
  const content = readRegularFile(file, realpathSync(file), MAX_RULES_BYTES);
  if (content === undefined) {
    throw new UsageError(`File ${file} has more than ${MAX_RULES_BYTES / 1024} KiB.`);
  }
  const lines = content
    .toString()
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#') && !/^!?\/*\s*$/.test(line));
  return place === '' ? lines : lines.map((line) => below(place, line));
}

/** A pattern with a slash before its end is for this place, any other for every folder below. */
function below(place: string, line: string): string {
  const not = line.startsWith('!') ? '!' : '';
  // At the beginning of a line, the backslash makes these two ordinary characters.
  const pattern = line.slice(not.length).replace(/^\\(?=[!#])/, '');
  const anywhere = /\/./.test(pattern.trimEnd()) ? '' : '**/';
  const escaped = place.replaceAll(/[\\*?[\] ]/g, String.raw`\$&`);
  return `${not}/${escaped}/${anywhere}${pattern.replace(/^\//, '')}`;
}

/** Returns the root of the git repository that contains the directory, or the directory itself. */
function repositoryOf(root: string): string {
  for (let directory = root; ; directory = path.dirname(directory)) {
    if (existsSync(path.join(directory, '.git'))) return directory;
    if (directory === path.dirname(directory)) return root;
  }
}
