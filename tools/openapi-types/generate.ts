/** The types of the client, made from the OpenAPI document by openapi-typescript. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Where the types are checked in. */
export const TYPES_FILE = 'client/openapi.ts';

const TIMEOUT_MS = 60_000;
const LARGEST = 16 * 1024 * 1024;
/**
 * Installed in a workspace of its own, beside a TypeScript whose compiler has the API that it needs;
 * the one at the root has none.
 */
const GENERATOR = 'tools/openapi-types/generator/node_modules/openapi-typescript/bin/cli.js';
const HEADER =
  '/** Made from the OpenAPI document by `npm run openapi-types`; not to be edited. */\n';
/** The generator begins with a comment that tells its users the same. */
const ITS_HEADER = /^\/\*\*[\s\S]*?\*\/\s*/;

const run = promisify(execFile);

/**
 * The text of the types. Runs the build of the document's program.
 *
 * @param root of the project
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
      // A field with a default may be left out of a request; an answer's schema requires it.
      [GENERATOR, document, '--output', types, '--default-non-nullable', 'false'],
      options,
    );
    return (await readFile(types, 'utf8')).replace(ITS_HEADER, HEADER);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A sentence when what is checked in is not what the document says; none when it is. */
export async function typesFaults(root: string): Promise<string[]> {
  const [wanted, found] = await Promise.all([
    generateTypes(root),
    readFile(path.join(root, TYPES_FILE), 'utf8').catch(() => ''),
  ]);
  return found === wanted
    ? []
    : [`${TYPES_FILE} is not what the OpenAPI document says; run npm run openapi-types`];
}
