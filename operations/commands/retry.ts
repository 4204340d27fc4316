/**
 * Repeats an operation that failed or was canceled: a new operation continues from the remaining
 * resources.
 */
import type { Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationInput, OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { Admit, Admitted } from '../admission/admit.ts';
import type { Submission } from '../admission/submission.ts';
import type { SubmitOptions } from '../admission/submit-options.ts';
import type { ResourceKinds } from '../kinds/resource-kind.ts';
import { describeOperation } from '../read/describe.ts';
import type { OperationReader } from '../read/reader.ts';
import type { Principal } from '../temporal/calls.ts';
import { operationInput } from '../temporal/operation-input.ts';

export interface Retrier {
  /**
   * Throws `not_retryable` unless the operation failed or was canceled, `superseded` when another operation
   * has changed the resource since, and `already_exists` when the name belongs to another resource by now.
   */
  retry(
    principal: Principal,
    operationId: string,
    options: SubmitOptions & { reason?: string | undefined },
  ): Promise<Admitted>;
}

export function createRetrier(deps: {
  client: Client;
  admit: Admit;
  reader: OperationReader;
  kinds: ResourceKinds;
  timings: Timings;
}): Retrier {
  const { client, admit, reader, kinds, timings } = deps;
  return {
    retry: (principal, operationId, { reason, ...options }) =>
      admit(principal, options, async (submission) => {
        const { operation } = await reader.read(principal, operationId);
        if (operation.status !== 'failed' && operation.status !== 'canceled') {
          throw new RequestError(
            'not_retryable',
            `The operation is ${operation.status}. Only an operation that failed or was canceled can be retried.`,
          );
        }
        const earlier = await describeOperation(client, principal, operationId);
        const first = await operationInput(client, earlier);
        const input = retried(first, submission, {
          timings,
          retryOf: operationId,
          ...(reason !== undefined && { retryReason: reason }),
        });
        return kinds[input.subject.resourceType].retry(submission, input, earlier);
      }),
  };
}

/** The same input, for another request. */
function retried(
  input: OperationInput,
  { principal: { memberId }, fingerprint }: Submission,
  { timings, ...retry }: { timings: Timings } & Pick<OperationSubject, 'retryOf' | 'retryReason'>,
): OperationInput {
  const { fingerprint: _fingerprint, retryReason: _retryReason, ...subject } = input.subject;
  const same: OperationInput = Object.assign({}, input, {
    subject: {
      ...subject,
      memberId,
      ...retry,
      ...(fingerprint !== undefined && { fingerprint }),
    },
    timings,
  });
  // The first operation itself may have changed the state that it had to find.
  if ('unchangedSince' in same) delete same.unchangedSince;
  return same;
}
