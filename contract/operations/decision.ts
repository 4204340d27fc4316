/** What members decide about an operation. */
import * as z from 'zod';
import { timestampSchema } from '../timestamp.ts';

/** Each is also the name of the request that makes the decision. */
const DECISION_KINDS = ['retry', 'confirm', 'discard', 'cancel'] as const;
/** In characters. */
export const MAX_REASON_LENGTH = 512;
export const MAX_DECISIONS = 100;

const reasonSchema = z.string().min(1).max(MAX_REASON_LENGTH);

/** The body of a retry, a confirmation, a discard and a cancel. */
export const decisionRequestSchema = z.strictObject({ reason: reasonSchema.optional() });

export const decisionSchema = z.object({
  kind: z.enum(DECISION_KINDS),
  at: timestampSchema,
  reason: reasonSchema.optional(),
});
export type Decision = z.infer<typeof decisionSchema>;
