import * as z from 'zod';
import { parseSimulation, SIMULATION_TAG } from './simulation-tag.ts';
import { regionSchema } from './regions.ts';
import { RESOURCE_TYPE_NAMES } from './resource-types.ts';
import { propertiesSchema } from './resource.ts';

const PAGE_LIMIT = 100;
const tagKeySchema = z.string().min(1).max(128);
const tagValueSchema = z.string().max(16_384);
const nameSchema = z.string().min(1).max(128);

function checkSimulation(tags: Record<string, string | null>, context: z.RefinementCtx): void {
  const value = tags[SIMULATION_TAG];
  if (typeof value === 'string' && parseSimulation(value) === undefined) {
    context.addIssue({ code: 'custom', path: [SIMULATION_TAG], message: 'is not a simulation' });
  }
}

export const createRequestSchema = z.strictObject({
  type: z.enum(RESOURCE_TYPE_NAMES),
  name: nameSchema,
  region: regionSchema,
  properties: propertiesSchema.default({}),
  references: z
    .array(nameSchema)
    .max(200)
    .default([])
    .transform((ids) => [...new Set(ids)]),
  tags: z.record(tagKeySchema, tagValueSchema).superRefine(checkSimulation).default({}),
  clientToken: z.string().min(1).max(256).optional(),
});
export type CreateRequest = z.infer<typeof createRequestSchema>;

/** Properties and tags are merged key by key. `null` removes a key. */
export const updateRequestSchema = z.strictObject({
  properties: propertiesSchema.optional(),
  tags: z.record(tagKeySchema, tagValueSchema.nullable()).superRefine(checkSimulation).optional(),
});
export type UpdateRequest = z.infer<typeof updateRequestSchema>;

const pageShape = {
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_LIMIT),
  nextToken: z
    .base64url()
    .transform((token) => Number(Buffer.from(token, 'base64url').toString()))
    .pipe(z.int())
    .optional(),
};
const tagFilterSchema = z.record(tagKeySchema, tagValueSchema);

export const pageSchema = z.strictObject(pageShape);
export const listSchema = z.strictObject({
  ...pageShape,
  type: z.enum(RESOURCE_TYPE_NAMES).optional(),
  name: nameSchema.optional(),
  tags: tagFilterSchema,
});
export const quotasSchema = z.strictObject({ region: regionSchema });
export const inspectSchema = z.strictObject({
  all: z.enum(['0', '1']).default('0'),
  tags: tagFilterSchema,
});

/** The token of the page that begins after `position` in the order of the list. */
export function pageToken(position: number): string {
  return Buffer.from(String(position)).toString('base64url');
}
