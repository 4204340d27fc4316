import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** One row of the catalogue of instance types, which the API returns unchanged. */
export type CatalogueRow = z.infer<typeof rowSchema>;
const rowSchema = z.looseObject({ instanceType: z.string() });

/** The file's path relative to the source, and relative to the compiled program. */
const PATHS = [
  './instance-types.json',
  '../../../../sandboxes/simulated/cloud/instance-types.json',
];

/**
 * Reads `instance-types.json`.
 *
 * @throws if the file is missing or is not a list of instance types
 */
export function readCatalogue(): CatalogueRow[] {
  const urls = PATHS.map((file) => new URL(file, import.meta.url));
  const file = urls.find((url) => existsSync(url));
  if (file === undefined)
    throw new Error('sandboxes/simulated/cloud/instance-types.json is missing');
  return z.array(rowSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
