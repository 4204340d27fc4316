import * as z from 'zod';
import { errorCodeSchema, operationIdSchema } from '../operations/operation.ts';
import { ERROR_TYPES } from '../vocabulary.ts';

/** RFC 9457, with Slipway's additions. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  instance: z.string(),
  code: errorCodeSchema,
  errorType: z.enum(ERROR_TYPES),
  requestId: z.string(),
  retryable: z.boolean(),
  fieldErrors: z.record(z.string(), z.string()).optional(),
  /** Every fault of the request, each with a JSON pointer (RFC 6901) into the body. */
  errors: z.array(z.object({ detail: z.string(), pointer: z.string() })).optional(),
  /** With `resource_busy`: the operation that holds the resource, and the path that cancels it. */
  conflictingOperationId: operationIdSchema.optional(),
  links: z.object({ cancel: z.string() }).optional(),
  /** With `in_use`: the resources that use this one. */
  attachments: z.array(z.string()).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
