/** Lists of words from the contract, and their counterparts in the OpenAPI document. */
import * as z from 'zod';
import type { HttpClient } from '../support/http/http.ts';

const documentSchema = z.object({
  components: z.object({
    schemas: z.record(
      z.string(),
      z.looseObject({
        properties: z
          .record(
            z.string(),
            z.looseObject({
              enum: z.array(z.union([z.string(), z.number()])).optional(),
              description: z.string().optional(),
            }),
          )
          .optional(),
      }),
    ),
  }),
});

/** The words of several lines, sorted. */
export function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' ')).toSorted();
}

export function keysOf(value: object | undefined): string[] {
  return Object.keys(value ?? {}).toSorted();
}

/** The properties of one of the document's schemas. */
export async function documentedFields(api: HttpClient, schema: string) {
  const { body } = await api.get('/openapi.json');
  return documentSchema.parse(body).components.schemas[schema]?.properties ?? {};
}
