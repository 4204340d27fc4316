/** Turns what the engine writes into lines of the log, without secrets. */
import * as z from 'zod';
import { MAX_LOG_MESSAGE_LENGTH, type LogLine } from '../../contract/operations/log.ts';
import { diagnosticSchema, type Diagnostic } from '../engine/messages.ts';
import { shownDiagnostic, type DiagnosticContext } from '../engine/shown-diagnostics.ts';
import type { LogEntry } from './log-chunks.ts';
import { createLineMask } from './secret-lines.ts';

export interface LineContext extends DiagnosticContext {
  phase: string;
  /** Each secret in every form. */
  secretForms: readonly string[];
  /** False for a resource whose values must not be shown, by its address. */
  isShown(address: string): boolean;
  /** Milliseconds since the epoch. */
  now(): number;
}

const lineSchema = z.object({
  '@level': z.string().default('info'),
  '@message': z.string(),
  '@timestamp': z.string().optional(),
  hook: z
    .object({
      resource: z.object({ addr: z.string() }).optional(),
      provisioner: z.string().optional(),
      /** What a program has written. */
      output: z.string().optional(),
    })
    .optional(),
  change: z.object({ resource: z.object({ addr: z.string() }) }).optional(),
  diagnostic: diagnosticSchema.optional(),
});
type EngineLine = z.infer<typeof lineSchema>;

const LEVELS: Readonly<Record<string, LogLine['level']>> = {
  trace: 'debug',
  debug: 'debug',
  warn: 'warn',
  error: 'error',
};
/** The engines put the id of a resource at the end of a message. */
const ID = / \[[a-z_]*id=.*\]$/s;
const WITHHELD = '(output withheld)';

/** Returns a function that turns one line after the other into an entry; undefined for a line that says nothing. */
export function createLineReader(context: LineContext): (line: string) => LogEntry | undefined {
  const { phase, redact, now } = context;
  const masks = new Map<string, (line: string) => string>();
  const maskFor = (source: string) => {
    const known = masks.get(source) ?? createLineMask(context.secretForms);
    masks.set(source, known);
    return known;
  };

  function messageOf({ '@message': text, hook, change }: EngineLine): string {
    const address = hook?.resource?.addr ?? change?.resource.addr;
    const isShown = address === undefined || context.isShown(address);
    if (hook?.output === undefined) return redact(isShown ? text : text.replace(ID, ''));
    const program = `${address ?? ''}: (${hook.provisioner ?? 'program'}): `;
    const output = isShown ? maskFor(program)(hook.output) : WITHHELD;
    return `${redact(program)}${output}`;
  }

  return (line) => {
    const parsed = parseEngineLine(line);
    if (parsed === 'foreign') {
      const text = maskFor('')(line).trimEnd();
      return text === ''
        ? undefined
        : { at: timeOf(now()), phase, level: 'info', message: cut(text) };
    }
    if (parsed === undefined) return undefined;
    const at = timeOf(Date.parse(parsed['@timestamp'] ?? '') || now());
    if (parsed.diagnostic !== undefined) return diagnosticEntry(parsed.diagnostic, at, context);
    const address = parsed.hook?.resource?.addr ?? parsed.change?.resource.addr;
    return {
      at,
      phase,
      level: LEVELS[parsed['@level']] ?? 'info',
      message: cut(messageOf(parsed)),
      ...(address !== undefined && { address: context.maskAddress(address) }),
    };
  };
}

export function diagnosticEntry(
  diagnostic: Diagnostic,
  at: string,
  context: Pick<LineContext, 'phase' | keyof DiagnosticContext>,
): LogEntry {
  const shown = shownDiagnostic(diagnostic, context);
  const { detail = '' } = shownDiagnostic(diagnostic, context, MAX_LOG_MESSAGE_LENGTH);
  const isError = shown.severity === 'error';
  const summary = `${isError ? 'Error' : 'Warning'}: ${shown.summary}`;
  return {
    at,
    phase: context.phase,
    level: isError ? 'error' : 'warn',
    message: cut(detail === '' ? summary : `${summary}\n${detail}`),
    ...(shown.address !== undefined && { address: shown.address }),
    diagnostic: shown,
  };
}

/** `foreign` is a line that is not one of the engine's messages. A message without a text says nothing. */
function parseEngineLine(line: string): EngineLine | 'foreign' | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return 'foreign';
  }
  return lineSchema.safeParse(json).data;
}

/** Shortens a line. Call it after the secrets are redacted, because a piece of a secret is not recognized. */
function cut(text: string): string {
  if (text.length <= MAX_LOG_MESSAGE_LENGTH) return text;
  const end = ` … ${text.length} characters`;
  return `${text.slice(0, MAX_LOG_MESSAGE_LENGTH - end.length)}${end}`;
}

export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
