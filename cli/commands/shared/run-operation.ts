/** Starts an operation, then shows its plan only, prints its id, or watches it until it ends. */
import type { Operation } from '../../../client/types.ts';
import { EXIT, exitCodeOf, type ExitCode } from '../../exit.ts';
import { parseDuration } from '../../input/flags.ts';
import { operationWithPlaces, withPlaces, type SpecOrigin } from '../../input/fault-places.ts';
import { createStyle, isLive, type Io } from '../../io.ts';
import { outcomeLines } from '../../output/outcome.ts';
import { planLines } from '../../output/plan.ts';
import { openSession, type GlobalArgs, type Session } from '../../session/session.ts';
import { awaitsConfirmation } from '../../watch/plan-prompt.ts';
import { watch } from '../../watch/watch.ts';
import type { Args, Flags } from './command.ts';
import { printOperation, printOutcome } from './operation-table.ts';

export const TIMEOUT_FLAG = {
  timeout: {
    type: 'string',
    describe: 'Stop watching after this time, for example 90s, 30m, 1h30m (exit code 124)',
  },
} as const satisfies Flags;

export const WAIT_FLAGS = {
  wait: {
    type: 'boolean',
    default: true,
    describe: 'Watch until the operation ends; --no-wait prints its id instead',
  },
  ...TIMEOUT_FLAG,
} as const satisfies Flags;

export const VALIDATE_FLAG = {
  'validate-only': { type: 'boolean', describe: 'Show the plan without changing anything' },
} as const satisfies Flags;

/** The commands to suggest when watching stops before the operation ends. */
const RUNNING_VERBS = ['watch', 'cancel'] as const;
const UNDECIDED_VERBS = ['confirm', 'discard', 'watch'] as const;

type StartArgs = GlobalArgs & Args<typeof WAIT_FLAGS> & Partial<Args<typeof VALIDATE_FLAG>>;

interface RunOptions {
  codeOf?: (operation: Operation) => ExitCode;
  /** What the body of the request was made of, so that errors name the flags and the lines of the file. */
  origin?: SpecOrigin;
  /** Called after an operation that was watched and has succeeded. */
  onSuccess?: (session: Session) => Promise<void>;
}

/**
 * Runs a command that starts an operation, and returns its exit code.
 *
 * @param submit starts the operation, or returns its plan with `--validate-only`
 */
export async function runOperation(
  io: Io,
  args: StartArgs,
  submit: (session: Session) => Promise<Operation>,
  { codeOf = exitCodeOf, origin = { flags: {} }, onSuccess }: RunOptions = {},
): Promise<ExitCode> {
  const validateOnly = args['validate-only'] === true;
  const timeoutMs = timeoutOf(args);
  const session = await openSession(io, args, validateOnly);
  const operation = await withPlaces(origin, submit(session));
  if (validateOnly) return showPlan(session, operation, origin);
  if (args.wait) {
    const code = await watchToEnd(session, operation, timeoutMs, codeOf, origin);
    if (code === EXIT.succeeded) await onSuccess?.(session);
    return code;
  }
  await printOperation(session, operation, session.output === 'table' ? 'name' : session.output);
  return EXIT.succeeded;
}

export function timeoutOf({ timeout }: Args<typeof TIMEOUT_FLAG>): number | undefined {
  return timeout === undefined ? undefined : parseDuration('timeout', timeout);
}

/** Watches the operation until it ends, reports how it ended, and prints its result. */
export async function watchToEnd(
  session: Session,
  submitted: Operation,
  timeoutMs: number | undefined,
  codeOf: (operation: Operation) => ExitCode,
  origin: SpecOrigin = { flags: {} },
): Promise<ExitCode> {
  const { io, hint } = session;
  const { end, operation } = await watch(session, submitted, timeoutMs);
  const style = createStyle(io, io.stderr);
  const writeLine = (line: string) => io.stderr.writeLine(line);
  if (end !== 'outcome') {
    writeLine(
      `${end === 'interrupted' ? 'Stopped watching' : 'Stopped watching after the timeout'}. The operation continues.`,
    );
    for (const verb of awaitsConfirmation(operation) ? UNDECIDED_VERBS : RUNNING_VERBS) {
      const label = verb;
      const next = hint(`operations ${verb} ${operation.id}`);
      writeLine(`  ${style('dim', label.padEnd(8))}  ${style('cyan', next)}`);
    }
    return end === 'interrupted' ? EXIT.interrupted : EXIT.timedOut;
  }
  const columns = isLive(io) ? io.stderr.columns : undefined;
  const placed = await operationWithPlaces(origin, operation);
  for (const line of outcomeLines(placed, { style, hint, columns })) writeLine(line);
  await printOutcome(session, operation);
  return codeOf(operation);
}

async function showPlan(session: Session, plan: Operation, origin: SpecOrigin): Promise<ExitCode> {
  const { io, output, hint } = session;
  const { error } = plan;
  const failed = error !== undefined;
  if (output !== 'table') {
    await printOperation(session, plan);
  } else if (failed) {
    const placed = await operationWithPlaces(origin, plan);
    const lines = outcomeLines(placed, { style: createStyle(io, io.stderr), hint });
    for (const line of lines) io.stderr.writeLine(line);
  } else {
    for (const line of planLines(plan, createStyle(io, io.stdout))) io.stdout.writeLine(line);
  }
  return failed ? exitCodeOf({ status: 'failed', error }) : EXIT.succeeded;
}
