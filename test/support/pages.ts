/** The pages of the documentation, with functions that extract code and links from them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const GENERATED = new Set(['node_modules', 'dist']);

/** Every page of the documentation, by its path in the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'examples/README.md',
  ...filesBelow('docs').filter((file) => file.endsWith('.md')),
];

/** Folders of the repository at its root, without hidden and generated ones. */
export const FOLDERS: readonly string[] = readdirSync(ROOT, { withFileTypes: true })
  .filter((it) => it.isDirectory() && !it.name.startsWith('.') && !GENERATED.has(it.name))
  .map(({ name }) => name);

export function readPage(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

/** The files in a folder of the repository and in those below it, without `node_modules`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((it) => {
    const place = `${folder}/${it.name}`;
    if (!it.isDirectory()) return [place];
    return GENERATED.has(it.name) ? [] : filesBelow(place);
  });
}

/** The first group of every match, without repetition. */
export function named(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))];
}

/** The fenced blocks of these languages, with continued lines joined. */
export function blocksOf(page: string, ...languages: string[]): string[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, language = '']) => languages.includes(language))
    .map(([, , block = '']) => block.replaceAll(/\\\n\s*/g, ' '));
}

/** The texts between single backticks, outside of fenced blocks. */
export function inlineCodeOf(page: string): string[] {
  return named(page.replaceAll(/^```.*?^```$/gms, ''), /`([^`\n]+)`/g);
}
