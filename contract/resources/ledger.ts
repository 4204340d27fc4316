import * as z from 'zod';
import { timestampSchema } from '../timestamp.ts';
import { operationIdSchema, urnSchema } from '../operations/operation.ts';
import { LEDGER_STATUSES } from '../vocabulary.ts';

/** One node of a cluster or a network. */
export const ledgerItemSchema = z.object({
  urn: urnSchema,
  type: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  name: z.string().min(1).max(128),
  /** The number of the attempt to create the node. */
  generation: z.int().min(1),
  /** The URNs of the nodes that this node depends on. */
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
