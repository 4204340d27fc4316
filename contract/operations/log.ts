/** The log of an operation, line by line: what its engine has said, or what its history has. */
import * as z from 'zod';
import { diagnosticSchema } from '../diagnostics/diagnostic.ts';
import { timestampSchema } from '../timestamp.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
/** In characters. */
export const MAX_LOG_MESSAGE_LENGTH = 8_192;

export const logLineSchema = z.object({
  /** Grows from line to line. A number that is missing is that of a line which was left out. */
  sequence: z.int().min(1),
  at: timestampSchema,
  /** The command of the engine, such as `init` or `apply`; without an engine, the type of a timeline's item. */
  phase: z.string().min(1).max(64),
  level: z.enum(LOG_LEVELS),
  message: z.string().max(MAX_LOG_MESSAGE_LENGTH),
  /** The engine's address of the resource that the line is about. */
  address: z.string().optional(),
  /** The URN of the resource, in the log of an operation without an engine. */
  urn: z.string().optional(),
  /** The line is about the present moment, and not kept. Its sequence is that of the line before. */
  live: z.literal(true).optional(),
  diagnostic: diagnosticSchema.optional(),
});
export type LogLine = z.infer<typeof logLineSchema>;
