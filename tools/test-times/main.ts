/**
 * `npm run test:times` writes the times of the last `npm test` into `test/seconds.json` and into the tables
 * of docs/testing.md. Run it after an `npm test` on an idle machine. The tables keep the last column of
 * each row, which people write.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { bySeconds, LAST_RUN, readSeconds, TABLE, type Seconds } from '../test/seconds.ts';

const PAGE = 'docs/testing.md';
/** Faster files have no row in the table. */
const LEAST_SECONDS = 8;

const lastRun = await readSeconds(LAST_RUN);
if (Object.keys(lastRun).length === 0) throw new Error(`${LAST_RUN} has no times: run npm test`);
// A run leaves out two thirds of the campaign, whose earlier times remain. The tests of the runner run files
// of their own, which do not exist afterwards.
const measured = Object.fromEntries(
  Object.entries({ ...(await readSeconds(TABLE)), ...lastRun }).filter(([file]) =>
    existsSync(file),
  ),
);
const sorted = Object.fromEntries(
  Object.entries(measured).toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
await writeFile(TABLE, `${JSON.stringify(sorted, undefined, 2)}\n`);

let page = await readFile(PAGE, 'utf8');
page = withTable(page, 'folders', bySeconds(byFolder(measured)));
page = withTable(
  page,
  'files',
  bySeconds(measured).filter(([, seconds]) => seconds >= LEAST_SECONDS),
);
await writeFile(PAGE, page);

function byFolder(seconds: Seconds): Seconds {
  const folders: Record<string, number> = {};
  for (const [file, value] of Object.entries(seconds)) {
    const folder = file.split('/').slice(0, 2).join('/');
    folders[folder] = (folders[folder] ?? 0) + value;
  }
  return folders;
}

/**
 * Returns the page with new rows in the table after the comment `name`. Keeps the last column of a row.
 */
function withTable(text: string, name: string, rows: readonly [string, number][]): string {
  const table = new RegExp(`(<!-- ${name} -->\\n\\n\\|.*\\n\\|.*\\n)((?:\\|.*\\n)*)`);
  const match = table.exec(text);
  if (match === null) throw new Error(`${PAGE} has no table ${name}`);
  const [, head = '', body = ''] = match;
  const notes = new Map(
    body.split('\n').map((row) => {
      const [, key = '', , note = ''] = row.split('|').map((cell) => cell.trim());
      return [key, note];
    }),
  );
  const lines = rows.map(([key, seconds]) => {
    const cell = `\`${key}\``;
    return `| ${cell} | ${Math.round(seconds)} | ${notes.get(cell) ?? ''} |\n`;
  });
  return text.replace(table, () => head + lines.join(''));
}
