import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Values that readSettings derives from the settings. */
const DERIVED = new Set(['temporalCredentials', 'ownsTemporal']);
/** Settings whose defaults depend on other settings. The page describes them in words. */
const IN_WORDS = new Set([
  'SIMULATOR_URL',
  'TEMPORAL_ADDRESS',
  'SLIPWAY_CACHE_DIR',
  'SLIPWAY_BLOBS_DIR',
  'SLIPWAY_SECRETS_DIR',
  'SLIPWAY_WEBHOOKS_DIR',
]);

test('docs/settings.md has one row for each setting, with its default', async () => {
  const page = await readFile(path.join(root, 'docs/settings.md'), 'utf8');
  const rows = new Map(
    [...page.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\|/gm)].map(([, name, value]) => [name, value]),
  );
  const settings = Object.entries(readSettings({})).filter(([name]) => !DERIVED.has(name));
  expect(new Set(rows.keys())).toEqual(new Set(settings.map(([name]) => name)));

  const inValue = settings.filter(([name]) => !IN_WORDS.has(name));
  expect(inValue.map(([name]) => [name, rows.get(name)])).toEqual(
    inValue.map(([name, value]) => [name, cellOf(value)]),
  );
});

function cellOf(value: unknown): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
  if (Array.isArray(value)) return `\`${value.join(',')}\``;
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
