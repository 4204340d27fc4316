import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** What readSettings adds to the environment's own. */
const DERIVED = new Set(['temporalCredentials', 'ownsTemporal']);

test('docs/settings.md has one row for each setting, with its default', async () => {
  const page = await readFile(path.join(root, 'docs/settings.md'), 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm)].map(([, name, value]) => [name, value]),
  );
  const settings = Object.entries(readSettings({})).filter(([name]) => !DERIVED.has(name));
  expect([...rows.keys()].toSorted()).toEqual(settings.map(([name]) => name).toSorted());

  const inWords = new Set(['SIMULATOR_URL', 'TEMPORAL_ADDRESS', 'SLIPWAY_CACHE_DIR']);
  for (const [name, value] of settings.filter(([setting]) => !inWords.has(setting))) {
    expect(`${name} ${rows.get(name)}`).toBe(`${name} ${value === '' ? 'empty' : `\`${value}\``}`);
  }
});
