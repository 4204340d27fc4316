/**
 * Parses the engine's `-json` lines, as far as Slipway uses them.
 * https://opentofu.org/docs/internals/machine-readable-ui
 */
import * as z from 'zod';
import { parseJson } from './json.ts';
import type { MaskAddress } from './redaction.ts';

export const diagnosticSchema = z.object({
  severity: z.string(),
  summary: z.string(),
  detail: z.string().default(''),
  address: z.string().optional(),
  range: z.object({ filename: z.string(), start: z.object({ line: z.int() }) }).optional(),
  /** The source at the range. It is a nicety: without it, the diagnostic still counts. */
  snippet: z.object({ code: z.string() }).optional().catch(undefined),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

const hookSchema = z.object({
  resource: z.object({ addr: z.string() }),
  action: z.string(),
  elapsed_seconds: z.number().optional(),
});
/** Only a plan says what happens to an output. */
const outputSchema = z.object({ action: z.string().optional() });
const UNCHANGED = 'noop';
const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['apply_start', 'apply_complete', 'apply_errored']),
    '@timestamp': z.string(),
    hook: hookSchema,
  }),
  z.object({
    type: z.literal('planned_change'),
    change: z.object({ resource: z.object({ addr: z.string() }), action: z.string() }),
  }),
  z.object({ type: z.literal('diagnostic'), diagnostic: diagnosticSchema }),
  z.object({ type: z.literal('outputs'), outputs: z.record(z.string(), outputSchema) }),
]);

/** A transition of one resource during an apply. */
export interface ResourceEvent {
  address: string;
  state: 'started' | 'completed' | 'errored';
  /** create, update, delete or read. A replacement is a delete and a create. */
  action: string;
  /** The time by the engine's clock, ms since the epoch. */
  at: number;
}

export type EngineMessage =
  | { kind: 'resource'; event: ResourceEvent }
  | { kind: 'change'; address: string }
  | { kind: 'diagnostic'; diagnostic: Diagnostic }
  | { kind: 'outputs'; changed: string[] };

const STATES = {
  apply_start: 'started',
  apply_complete: 'completed',
  apply_errored: 'errored',
} as const;

/** Parses one line; undefined for lines that Slipway does not use. */
export function parseLine(line: string): EngineMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  // The diagnostics of `init` have no type, so add it.
  const typed =
    typeof json === 'object' && json !== null && 'diagnostic' in json && !('type' in json)
      ? { ...json, type: 'diagnostic' }
      : json;
  const parsed = lineSchema.safeParse(typed);
  if (!parsed.success) return undefined;
  const message = parsed.data;
  switch (message.type) {
    case 'diagnostic':
      return { kind: 'diagnostic', diagnostic: message.diagnostic };
    case 'planned_change':
      return { kind: 'change', address: message.change.resource.addr };
    case 'outputs':
      return { kind: 'outputs', changed: changedOutputs(message.outputs) };
    default: {
      const { resource, action } = message.hook;
      return {
        kind: 'resource',
        event: {
          address: resource.addr,
          state: STATES[message.type],
          action,
          at: Date.parse(message['@timestamp']),
        },
      };
    }
  }
}

/** The message with the masked address of its resource. The addresses of diagnostics are masked in their error. */
export function withMaskedAddress(message: EngineMessage, mask: MaskAddress): EngineMessage {
  switch (message.kind) {
    case 'resource':
      return { ...message, event: { ...message.event, address: mask(message.event.address) } };
    case 'change':
      return { ...message, address: mask(message.address) };
    default:
      return message;
  }
}

function changedOutputs(outputs: Record<string, z.infer<typeof outputSchema>>): string[] {
  return Object.entries(outputs)
    .filter(([, { action }]) => action !== undefined && action !== UNCHANGED)
    .map(([name]) => name);
}

const validationSchema = z.object({ diagnostics: z.array(diagnosticSchema) });

/**
 * Parses the diagnostics of a validation.
 *
 * @param text the output of `validate -json`
 */
export function parseValidation(text: string): Diagnostic[] {
  const parsed = validationSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.diagnostics : [];
}
