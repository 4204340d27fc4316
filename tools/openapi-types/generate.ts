/** Generates what the client knows of the API from the OpenAPI document: its types, and its answers. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { answersTable, type OpenApiDocument } from './answers.ts';

/** The file that openapi-typescript makes, relative to the root. */
const TYPES_FILE = 'client/openapi.ts';
/** The table of the successful answers. */
const ANSWERS_FILE = 'client/answers.ts';

const TIMEOUT_MS = 60_000;
const LARGEST = 16 * 1024 * 1024;
/**
 * openapi-typescript needs the compiler API of an older TypeScript, which the TypeScript at the root does
 * not have. A separate workspace installs both.
 */
const GENERATOR = 'tools/openapi-types/generator/node_modules/openapi-typescript/bin/cli.js';
const HEADER =
  '/** Made from the OpenAPI document by `npm run openapi-types`; not to be edited. */\n';
/** The generator's own comment at the start of the file. It says the same as `HEADER`. */
const ITS_HEADER = /^\/\*\*[\s\S]*?\*\/\s*/;

const run = promisify(execFile);

/**
 * Returns the text of each generated file by its path from the root. Runs `dist/api/openapi/main.js`, so it
 * needs a build.
 *
 * @param root the path of the project
 */
export async function generateTypes(root: string): Promise<Record<string, string>> {
  const options = { cwd: root, timeout: TIMEOUT_MS, maxBuffer: LARGEST };
  const folder = await mkdtemp(path.join(tmpdir(), 'slipway-openapi-'));
  try {
    const document = path.join(folder, 'openapi.json');
    const types = path.join(folder, 'openapi.ts');
    const printed = await run(process.execPath, ['dist/api/openapi/main.js'], options);
    await writeFile(document, printed.stdout);
    // The program prints a valid document, or fails.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const openApi = JSON.parse(printed.stdout) as OpenApiDocument;
    await run(
      process.execPath,
      // A request may omit a field with a default. The schema of an answer requires the field.
      [GENERATOR, document, '--output', types, '--default-non-nullable', 'false'],
      options,
    );
    return {
      [TYPES_FILE]: (await readFile(types, 'utf8')).replace(ITS_HEADER, HEADER),
      [ANSWERS_FILE]: answersTable(openApi, HEADER),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns one sentence for each checked-in file that differs from the document. */
export async function typesFaults(root: string): Promise<string[]> {
  const wanted = Object.entries(await generateTypes(root));
  const faults = await Promise.all(
    wanted.map(async ([file, text]) => {
      const found = await readFile(path.join(root, file), 'utf8').catch(() => '');
      if (found === text) return [];
      return [`${file} differs from the OpenAPI document; run npm run openapi-types`];
    }),
  );
  return faults.flat();
}
