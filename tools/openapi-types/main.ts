/** `npm run openapi-types` writes the types of the client. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateTypes, TYPES_FILE } from './generate.ts';

const root = process.cwd();
await writeFile(path.join(root, TYPES_FILE), await generateTypes(root));
console.log(`${TYPES_FILE} matches the OpenAPI document`);
