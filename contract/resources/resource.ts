import * as z from 'zod';
import {
  operationIdSchema,
  resourceIdSchema,
  timestampSchema,
  uidSchema,
} from '../operations/operation.ts';
import { providerSchema, regionSchema } from './provider-fields.ts';
import { RESOURCE_STATUSES } from '../vocabulary.ts';

/** The fields that every resource has, whatever its type. */
export const resourceFields = {
  /** The name, which the user chose; unique in the organization and collection. */
  id: resourceIdSchema,
  /** Tells the incarnations of one name apart. */
  uid: uidSchema,
  organizationId: resourceIdSchema,
  name: resourceIdSchema,
  provider: providerSchema,
  region: regionSchema,
  status: z.enum(RESOURCE_STATUSES),
  /** Why it is `failed`. */
  statusReason: z.string().max(512).optional(),
  outputs: z.record(z.string(), z.string()),
  /** The operation that holds or last changed it. */
  operationId: operationIdSchema,
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
};
