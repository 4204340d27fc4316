import * as z from 'zod';
import { timestampSchema } from '../timestamp.ts';
import { operationIdSchema, resourceIdSchema, uidSchema } from '../operations/operation.ts';
import { providerSchema, regionSchema } from './provider-fields.ts';
import { RESOURCE_STATUSES, RESOURCE_TYPES } from '../vocabulary.ts';

export const resourceReferenceSchema = z.object({
  resourceType: z.enum(RESOURCE_TYPES),
  resourceId: resourceIdSchema,
});
export type ResourceReference = z.infer<typeof resourceReferenceSchema>;

/** The fields of every resource, independent of its type. */
export const resourceFields = {
  /** The name that the user chose. It is unique in the organization and collection. */
  id: resourceIdSchema,
  /** Distinguishes resources that use the same name one after another. */
  uid: uidSchema,
  organizationId: resourceIdSchema,
  name: resourceIdSchema,
  provider: providerSchema,
  region: regionSchema,
  status: z.enum(RESOURCE_STATUSES),
  /** Why the resource is `failed`. */
  statusReason: z.string().max(512).optional(),
  outputs: z.record(z.string(), z.string()),
  /** The operation that holds the resource, or the last one that changed it. */
  operationId: operationIdSchema,
  /** The resources that use this one. Derived when a resource is read; absent in lists, and if there are none. */
  usedBy: z.array(resourceReferenceSchema).optional(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
};
