/** `npm run openapi-types` writes the files of the client that are generated. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateTypes } from './generate.ts';

const root = process.cwd();
for (const [file, text] of Object.entries(await generateTypes(root))) {
  await writeFile(path.join(root, file), text);
  console.log(`${file} matches the OpenAPI document`);
}
