/** What an engine says about a module: an error or a warning, with its place in the source. */
import * as z from 'zod';
import { MAX_DETAIL_LENGTH, MAX_DIAGNOSTICS, MAX_TEXT_LENGTH } from './diagnostic-limits.ts';

export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning']),
  summary: z.string().min(1).max(MAX_TEXT_LENGTH),
  detail: z.string().max(MAX_DETAIL_LENGTH).optional(),
  /** The engine's address of the resource. */
  address: z.string().max(MAX_TEXT_LENGTH).optional(),
  /** The path from the root of the source. */
  file: z.string().max(MAX_TEXT_LENGTH).optional(),
  line: z.int().min(1).optional(),
  /** The line or lines of the source. */
  snippet: z.string().max(MAX_TEXT_LENGTH).optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

export const diagnosticsSchema = z.array(diagnosticSchema).max(MAX_DIAGNOSTICS);
