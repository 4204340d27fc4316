import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Bundle,
  bundleFaults,
  bundleWorkflows,
  describeBundle,
} from '../../tools/verify/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const FIXTURES = 'test/architecture/fixtures/';

const bundleFixture = (name: string) => bundleWorkflows(path.join(root, FIXTURES, name));

async function faultsOfFixture(name: string): Promise<string[]> {
  return bundleFaults(await bundleFixture(name), root, [FIXTURES]);
}

describe('the checker of bundles', () => {
  describe('with a workflow that imports only the SDK', () => {
    let bundle: Bundle;
    beforeAll(async () => {
      bundle = await bundleFixture('clean.ts');
    });

    test('describes the size', () => {
      expect(describeBundle(bundle)).toMatch(/^[1-9]\d{2,3} KiB, \d{2} modules$/);
    });

    test('accepts it', () => {
      expect(bundleFaults(bundle, root, [FIXTURES])).toEqual([]);
    });

    test('names its file if workflows may not load that folder', () => {
      expect(bundleFaults(bundle, root, ['workflows/'])).toContainEqual(
        expect.stringContaining(`contains ${FIXTURES}clean.ts`),
      );
    });
  });

  test('names zod if a workflow loads it through another file', async () => {
    expect(await faultsOfFixture('with-zod.ts')).toEqual([
      expect.stringContaining('contains zod: it doubles the bundle'),
    ]);
  });

  test.each([
    ['with-client.ts', '@temporalio/client'],
    ['with-node.ts', 'node:fs'],
  ])('%s: refuses %s', async (fixture, module) => {
    expect(await faultsOfFixture(fixture)).toEqual([expect.stringContaining(module)]);
  });

  test('refuses a bundle without a source map', () => {
    expect(bundleFaults({ code: '0;' }, root)).toEqual([
      expect.stringContaining('names no module of ours'),
    ]);
  });
});

// `npm run verify`, which is a part of `npm test`, bundles the workflows themselves and checks that bundle.
test('the bundle of the build contains only workflow code', async () => {
  const file = path.join(root, 'dist', 'workflow-bundle.js');
  const code = await readFile(file, 'utf8').catch(() => {
    throw new Error('dist/workflow-bundle.js is missing: run `npm run build`');
  });
  expect(bundleFaults({ code }, root)).toEqual([]);
});
