import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createClusterRequestSchema } from '../../contract/resources/cluster.ts';
import { readSettings } from '../../config/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');
/** Not of the product: they steer its tests. */
const OF_TESTS = ['SLIPWAY_SEED'];
/** Not of the service. */
const OF_CLI = ['SLIPWAY_SERVER', 'SLIPWAY_PROFILE'];
const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/** What a page names, without repetition. */
function named(page: string, pattern: RegExp): string[] {
  return [...new Set([...page.matchAll(pattern)].map(([, name]) => name ?? ''))];
}

describe.each([
  'README.md',
  'AGENTS.md',
  'docs/architecture.md',
  'docs/cli.md',
  'docs/connections.md',
  'docs/deployments.md',
  'docs/provider-guide.md',
  'docs/aws.md',
  'docs/runbook.md',
  'docs/settings.md',
  'docs/web.md',
  'examples/README.md',
])('%s', (file) => {
  test('names npm scripts that exist', async () => {
    const { scripts } = packageSchema.parse(JSON.parse(await read('package.json')));
    const page = await read(file);
    for (const name of named(
      page,
      /npm (?:run )?((?:start|test|verify|format|engine)(?::[a-z-]+)?)/g,
    )) {
      expect(scripts).toHaveProperty([name]);
    }
  });

  test('links to files that exist', async () => {
    const targets = named(await read(file), /\]\(([^)#]+)\)/g).filter((it) => !/^https?:/.test(it));
    const missing = targets.filter((it) => !existsSync(path.join(root, path.dirname(file), it)));
    expect(missing).toEqual([]);
  });

  test('names paths of the repository that exist', async () => {
    const places =
      /`((?:contract|api|cli|client|operations|workflows|activities|deployments|providers|worker|simulator|config|tools|test|web|docs|examples)\/[A-Za-z0-9/._-]*)`/g;
    const missing = named(await read(file), places).filter(
      (it) => !existsSync(path.join(root, it)),
    );
    expect(missing).toEqual([]);
  });

  test('names settings that exist', async () => {
    const names = named(await read(file), /`((?:SLIPWAY|SIMULATOR)_[A-Z_]+)`/g);
    const known = [...Object.keys(readSettings({})), ...OF_TESTS, ...OF_CLI];
    expect(known).toEqual(expect.arrayContaining(names));
  });
});

test('the request that README.md makes fail on purpose is a request', async () => {
  const body = /-d '(\{\n.+?\n\})'/s.exec(await read('README.md'))?.[1] ?? '';
  expect(createClusterRequestSchema.parse(JSON.parse(body)).simulation?.faults).toHaveLength(1);
});
