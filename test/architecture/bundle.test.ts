import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFaults, bundleWorkflows, describeBundle } from '../../tools/verify/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const FIXTURES = 'test/architecture/fixtures/';

async function faultsOfFixture(name: string, ownFolders: string[]): Promise<string[]> {
  return bundleFaults(await bundleWorkflows(path.join(root, FIXTURES, name)), root, ownFolders);
}

describe('the checker of bundles', () => {
  test('describes the size of a bundle', async () => {
    const bundle = await bundleWorkflows(path.join(root, FIXTURES, 'clean.ts'));
    expect(describeBundle(bundle)).toMatch(/^[1-9]\d{2,3} KiB, \d{2} modules$/);
  });

  test('accepts a workflow that imports only the SDK', async () => {
    expect(await faultsOfFixture('clean.ts', [FIXTURES])).toEqual([]);
  });

  test('names zod if a workflow loads it through another file', async () => {
    expect(await faultsOfFixture('with-zod.ts', [FIXTURES])).toEqual([
      expect.stringContaining('contains zod: it doubles the bundle'),
    ]);
  });

  test('names a file of a folder that workflows may not load', async () => {
    expect(await faultsOfFixture('clean.ts', ['workflows/'])).toContainEqual(
      expect.stringContaining(`contains ${FIXTURES}clean.ts`),
    );
  });

  test.each([
    ['with-client.ts', '@temporalio/client'],
    ['with-node.ts', 'node:fs'],
  ])('%s: refuses %s', async (fixture, module) => {
    expect(await faultsOfFixture(fixture, [FIXTURES])).toEqual([expect.stringContaining(module)]);
  });

  test('refuses a bundle without a source map', () => {
    expect(bundleFaults({ code: '0;' }, root)).toEqual([
      expect.stringContaining('names no module of ours'),
    ]);
  });
});

test('the bundle of the workflows contains only workflow code', async () => {
  const bundle = await bundleWorkflows(path.join(root, 'workflows', 'index.ts'));
  expect(bundleFaults(bundle, root)).toEqual([]);
});

test('the bundle of the build contains only workflow code too', async () => {
  const file = path.join(root, 'dist', 'workflow-bundle.js');
  const code = await readFile(file, 'utf8').catch(() => {
    throw new Error('dist/workflow-bundle.js is missing: run `npm run build`');
  });
  expect(bundleFaults({ code }, root)).toEqual([]);
});
