/** Submits a change, and follows its operation on the terminal. */
import { ProblemError, orThrow } from '../../client/problem-error.ts';
import type { Slipway } from '../../client/client.ts';
import type { Operation } from '../../client/types.ts';
import { createPlainView } from '../../cli/watch/plain-view.ts';
import type { Step } from './report.ts';

/** No step of a small cluster takes half as long. */
const STEP_MINUTES = 60;
const STEP_MS = STEP_MINUTES * 60_000;
const CANCEL_MS = 60_000;

/** What a step shows in the report. */
export type Result = Pick<Step, 'outcome' | 'operationId' | 'note'>;

export interface FollowOptions {
  slipway: Slipway;
  write(line: string): void;
  /** Cancels the operation, and waits for its rollback. */
  signal?: AbortSignal | undefined;
}

/** The answer to a request that starts an operation. */
export interface Answer {
  data?: Operation;
  error?: unknown;
  response: Response;
}

/**
 * Follows the operation of an answer to its end.
 *
 * @throws ProblemError when the request was refused
 */
export async function follow(answer: Answer, options: FollowOptions): Promise<Result> {
  const { slipway, write, signal } = options;
  const operation = orThrow(answer);
  const operationId = operation.id;
  const deadline = AbortSignal.timeout(STEP_MS);
  const until = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  const view = createPlainView((line) => write(`  ${line}`));
  try {
    const end = await slipway.waitFor(operation, { signal: until, onProgress: view.show });
    if (end.status === 'succeeded') return { outcome: 'passed', operationId };
    return { outcome: 'failed', operationId, note: end.error?.message ?? end.status };
  } catch (error) {
    if (!until.aborted) throw error;
    write('  canceling');
    await slipway.api.POST('/operations/{operationId}/cancel', {
      params: { path: { operationId } },
      signal: AbortSignal.timeout(CANCEL_MS),
    });
    await slipway.waitFor(operationId, { signal: AbortSignal.timeout(STEP_MS) });
    const note = deadline.aborted ? `took longer than ${STEP_MINUTES} minutes` : 'interrupted';
    return { outcome: 'failed', operationId, note };
  }
}

/** Describes an error in one line, with every fault of a request that was refused. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ProblemError)) {
    return error instanceof Error ? error.message : String(error);
  }
  const faults = Object.entries(error.problem?.fieldErrors ?? {}).map(
    ([field, fault]) => `${field} ${fault}`,
  );
  return [error.message, ...faults].join('; ');
}
