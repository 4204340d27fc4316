import { expect, test } from 'vitest';
import { OPERATION_COLUMNS } from '../../../../cli/commands/shared/operation-table.ts';
import { formatTable, type Column } from '../../../../cli/output/table.ts';
import { plainStyle } from '../../../../cli/io.ts';
import type { ListedOperation } from '../../../../client/types.ts';

const COLUMNS: readonly Column<{ name: string; id: string; more?: string }>[] = [
  { title: 'NAME', of: ({ name }) => name, cut: true, color: () => 'green' },
  { title: 'ID', of: ({ id }) => id },
  { title: 'MORE', of: ({ more }) => more, wide: true },
];
const ITEMS = [
  { name: 'a-name-of-twenty-one-', id: '1234567890' },
  { name: 'short', id: '1', more: 'details' },
];

test('without a terminal nothing is shortened', () => {
  expect(formatTable(ITEMS, COLUMNS, { style: plainStyle })).toBe(
    [
      'NAME                   ID',
      'a-name-of-twenty-one-  1234567890',
      'short                  1',
      '',
    ].join('\n'),
  );
});

test('names are shortened to fit into the terminal, ids are not', () => {
  expect(formatTable(ITEMS, COLUMNS, { style: plainStyle, columns: 24 })).toBe(
    ['NAME          ID', 'a-name-of-t…  1234567890', 'short         1', ''].join('\n'),
  );
  // It becomes no narrower than a cell that still says something.
  expect(formatTable(ITEMS, COLUMNS, { style: plainStyle, columns: 5 })).toContain('a-name-…');
});

test('-o wide shows all columns in full length', () => {
  const shown = formatTable(ITEMS, COLUMNS, { style: plainStyle, columns: 24, wide: true });
  expect(shown).toBe(
    [
      'NAME                   ID          MORE',
      'a-name-of-twenty-one-  1234567890  -',
      'short                  1           details',
      '',
    ].join('\n'),
  );
});

test('a color covers the cell', () => {
  const style = (format: unknown, text: string) => `<${String(format)}>${text}</>`;
  expect(formatTable(ITEMS.slice(1), COLUMNS, { style })).toBe(
    '<bold>NAME   ID</>\n<green>short</>  1\n',
  );
});

test('operations on resources with names of 20 characters fit into 80 columns', () => {
  const operation = {
    id: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
    operation: 'discover_instance_types',
    resourceType: 'deployment',
    resourceId: 'a-name-of-twenty-ch.',
    status: 'succeeded',
    progress: { stage: 'done', summary: { total: 320, succeeded: 320, unchanged: 0 } },
    createdAt: new Date().toISOString(),
    memberId: 'local',
  };
  // The columns read no other fields.
  const items = [operation as unknown as ListedOperation];
  const shown = formatTable(items, OPERATION_COLUMNS, { style: plainStyle, columns: 80 });
  const lines = shown.trimEnd().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines[1]).toMatch(
    /^01M85ZVC0FWGZ5V2BRCVY6G1ZY {2}discover_in.*… {2}a-name-of-.*… {2}succeeded/,
  );
});
