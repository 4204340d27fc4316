/** Everything that the documentation names exists: npm scripts, links, paths and settings. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readSettings } from '../../config/settings.ts';
import {
  blocksOf,
  filesBelow,
  FOLDERS,
  inlineCodeOf,
  named,
  PAGES,
  readPage,
  ROOT,
} from '../support/pages.ts';

/** Variables that control tests; they are not settings of the product. */
const TEST_VARIABLES = ['SLIPWAY_SEED', 'SLIPWAY_CAMPAIGN'];
/** Variables of the command line; the service does not read them. */
const CLI_VARIABLES = ['SLIPWAY_SERVER', 'SLIPWAY_PROFILE'];
const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });
const README_MAX_LINES = 150;

const sources = FOLDERS.flatMap(filesBelow);

describe.each(PAGES)('%s', (file) => {
  const page = readPage(file);
  const code = [...inlineCodeOf(page), ...blocksOf(page, 'sh', 'console')];

  test('names npm scripts that exist', () => {
    const { scripts } = packageSchema.parse(JSON.parse(readPage('package.json')));
    const used = code.flatMap((it) =>
      named(it, /npm (?:run )?((?<=run )[a-z-]+(?::[a-z-]+)*|test|start)/g),
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(used));
  });

  test('links to pages and headings that exist', () => {
    const links = named(page, /\]\(([^)\s]+)\)/g).filter((it) => !/^https?:/.test(it));
    const broken = links.filter((link) => {
      const [place = '', heading] = link.split('#');
      const target = place === '' ? file : path.join(path.dirname(file), place);
      if (!existsSync(path.join(ROOT, target))) return true;
      return heading !== undefined && !anchorsOf(readPage(target)).includes(heading);
    });
    expect(broken).toEqual([]);
  });

  test('names paths of the repository that exist', () => {
    const words = code.flatMap((it) => it.split(/\s+/)).map(bare);
    const folders = inlineCodeOf(page).filter((it) => /^[\w.-]+(?:\/[\w.-]+)*\/$/.test(it));
    const places = [...words.filter(isPath), ...folders].map(sourceOf);
    expect(places.filter((it) => !isThere(it))).toEqual([]);
  });

  test('names settings that exist', () => {
    const used = named(page, /\b((?:SLIPWAY|SIMULATOR)_[A-Z_]+[A-Z])\b/g);
    const known = [...Object.keys(readSettings({})), ...TEST_VARIABLES, ...CLI_VARIABLES];
    expect(known).toEqual(expect.arrayContaining(used));
  });
});

test('AGENTS.md has every folder in its tables of the layout', () => {
  const rows = named(readPage('AGENTS.md'), /^\| `([a-z]+)\/` +\|/gm);
  expect(rows.toSorted()).toEqual(FOLDERS.toSorted());
});

test('docs/README.md has every page', () => {
  const index = readPage('docs/README.md');
  const pages = PAGES.filter((page) => /^docs\/[\w-]+\.md$/.test(page)).map((page) =>
    path.basename(page),
  );
  expect(pages.filter((page) => page !== 'README.md' && !index.includes(`](${page})`))).toEqual([]);
});

test(`README.md has at most ${README_MAX_LINES} lines`, () => {
  expect(readPage('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(README_MAX_LINES);
});

/** The word without the punctuation around it. */
function bare(word: string): string {
  return word.replace(/^[('"@]+/, '').replace(/[)'",;:]+$/, '');
}

/**
 * Returns whether a word looks like a path: it begins with a folder of the repository, or ends like a
 * source file.
 */
function isPath(word: string): boolean {
  return /^dist\/.+\.js$/.test(word) || /^[\w./-]+\.tsx?$/.test(word) || beginsInFolder(word);
}

function beginsInFolder(word: string): boolean {
  return FOLDERS.some((folder) => word.startsWith(`${folder}/`));
}

/** The source of a compiled file, and the fixed part of a path with wildcards. */
function sourceOf(place: string): string {
  const compiled = /^dist\/(.+)\.js$/.exec(place)?.[1];
  return compiled === undefined ? place.replace(/[^/]*[*{<…].*$/, '') : `${compiled}.ts`;
}

/** Returns whether the path exists. A file name without a folder may be in any folder. */
function isThere(place: string): boolean {
  if (place.startsWith('dist/') || existsSync(path.join(ROOT, place))) return true;
  return !place.includes('/') && sources.some((it) => it.endsWith(`/${place}`));
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): string[] {
  return named(page, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
