/** Generates the types of the client from the OpenAPI document, with openapi-typescript. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The generated file, relative to the root. */
export const TYPES_FILE = 'client/openapi.ts';

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
 * Returns the text of the types. Runs `dist/api/openapi/main.js`, so it needs a build.
 *
 * @param root the path of the project
 */
export async function generateTypes(root: string): Promise<string> {
  const options = { cwd: root, timeout: TIMEOUT_MS, maxBuffer: LARGEST };
  const folder = await mkdtemp(path.join(tmpdir(), 'slipway-openapi-'));
  try {
    const document = path.join(folder, 'openapi.json');
    const types = path.join(folder, 'openapi.ts');
    const printed = await run(process.execPath, ['dist/api/openapi/main.js'], options);
    await writeFile(document, printed.stdout);
    await run(
      process.execPath,
      // A request may omit a field with a default. The schema of an answer requires the field.
      [GENERATOR, document, '--output', types, '--default-non-nullable', 'false'],
      options,
    );
    return (await readFile(types, 'utf8')).replace(ITS_HEADER, HEADER);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns one sentence if the checked-in types differ from the document, otherwise none. */
export async function typesFaults(root: string): Promise<string[]> {
  const [wanted, found] = await Promise.all([
    generateTypes(root),
    readFile(path.join(root, TYPES_FILE), 'utf8').catch(() => ''),
  ]);
  return found === wanted
    ? []
    : [`${TYPES_FILE} differs from the OpenAPI document; run npm run openapi-types`];
}
