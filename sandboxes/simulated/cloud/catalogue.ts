import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** One row of the catalogue of instance types; the simulator hands it out as it is. */
export type CatalogueRow = z.infer<typeof rowSchema>;
const rowSchema = z.looseObject({ instanceType: z.string() });

/** Beside the sources, and where the compiled program finds the sources. */
const PLACES = [
  './instance-types.json',
  '../../../../sandboxes/simulated/cloud/instance-types.json',
];

/** Reads `instance-types.json`; throws if it is missing or no list of instance types. */
export function readCatalogue(): CatalogueRow[] {
  const places = PLACES.map((place) => new URL(place, import.meta.url));
  const file = places.find((place) => existsSync(place));
  if (file === undefined)
    throw new Error('sandboxes/simulated/cloud/instance-types.json is missing');
  return z.array(rowSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
