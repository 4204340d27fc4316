/** Prints the OpenAPI document of an API at the root, without a server. */
import { openApiDocument } from './document.ts';

process.stdout.write(`${JSON.stringify(openApiDocument(''), null, 2)}\n`);
