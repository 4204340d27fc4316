import * as z from 'zod';
import { operationIdSchema, timestampSchema, urnSchema } from '../operations/operation.ts';
import { LEDGER_STATUSES } from '../vocabulary.ts';

/** One cloud resource that a cluster or a network consists of. */
export const ledgerItemSchema = z.object({
  urn: urnSchema,
  type: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  name: z.string().min(1).max(128),
  /** Which attempt to have it this is. */
  generation: z.int().min(1),
  /** The URNs of those that it stands on. */
  dependsOn: z.array(urnSchema).max(1000),
  status: z.enum(LEDGER_STATUSES),
  /** The cloud's own id, once it is known. */
  cloudId: z.string().optional(),
  /** When the status last changed. */
  since: timestampSchema,
  /** The operation that last changed it. */
  operationId: operationIdSchema,
});
export type LedgerItem = z.infer<typeof ledgerItemSchema>;

export const ledgerSchema = z.object({ items: z.array(ledgerItemSchema).max(1000) });
