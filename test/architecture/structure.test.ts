import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources } from '../../tools/verify/sources.ts';
import { structureFaults, type StructureRule } from '../../tools/verify/structure.ts';

const root = path.resolve(import.meta.dirname, '../..');

const RULE: StructureRule = {
  maxLines: 3,
  maxFiles: 2,
  lengthExempt: { test: 'tests' },
  longFiles: {},
  fullFolders: {},
};

function faultsOf(files: Readonly<Record<string, string>>, more: Partial<StructureRule> = {}) {
  return structureFaults(new Map(Object.entries(files)), { ...RULE, ...more });
}

function textOf(lines: number): string {
  return 'line\n'.repeat(lines);
}

test('no source file is too long and no folder too full', async () => {
  const sources = await readSources(root);
  expect(sources.size).toBeGreaterThan(20);
  expect(structureFaults(sources)).toEqual([]);
});

describe('a file', () => {
  test('of the maximum length is allowed', () => {
    expect(faultsOf({ 'api/main.ts': textOf(3), 'api/last.ts': 'no\nfinal\nnewline' })).toEqual([]);
  });

  test('that is too long is a fault', () => {
    expect(faultsOf({ 'api/main.ts': textOf(3), 'api/long.tsx': textOf(4) })).toEqual([
      expect.stringMatching(/^api\/long\.tsx: 4 lines, at most 3/),
    ]);
  });

  test('that is exempt may be too long, also by its folder', () => {
    const files = { 'api/long.ts': textOf(4), 'test/api/long.test.ts': textOf(9) };
    expect(faultsOf(files, { longFiles: { 'api/long.ts': 'a table' } })).toEqual([]);
  });

  test.each<[Readonly<Record<string, string>>]>([[{ 'api/short.ts': textOf(3) }], [{}]])(
    'that is not too long needs no exemption: %j',
    (files) => {
      expect(faultsOf(files, { longFiles: { 'api/short.ts': 'a table' } })).toEqual([
        expect.stringMatching(/^api\/short\.ts: .* remove its exemption$/),
      ]);
    },
  );
});

describe('a folder', () => {
  const FULL = { 'api/a.ts': '', 'api/b.ts': '', 'api/c.ts': '' };

  test('counts only the files directly in it', () => {
    expect(faultsOf({ 'api/a.ts': '', 'api/b.ts': '', 'api/http/c.ts': '' })).toEqual([]);
  });

  test('that is too full is a fault', () => {
    expect(faultsOf(FULL)).toEqual([expect.stringMatching(/^api: 3 source files, at most 2/)]);
  });

  test('that is exempt may be too full', () => {
    expect(faultsOf(FULL, { fullFolders: { api: 'a list of parts' } })).toEqual([]);
  });

  test('that is not too full needs no exemption', () => {
    expect(faultsOf({}, { fullFolders: { api: 'a list of parts' } })).toEqual([
      expect.stringMatching(/^api: .* remove its exemption$/),
    ]);
  });
});
