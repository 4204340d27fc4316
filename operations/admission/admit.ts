/**
 * How a request becomes an operation:
 *
 *   known by its key? --> checks, name reserved --> operation started --> accepted
 *          |                       |                       |
 *          '------> replayed <-----'------ known now? -----'
 *
 * A failure before the start is not recorded, so the client may use the same key again. A request with
 * `validateOnly` passes the checks and reserves nothing. A worker plans it instead.
 */
import type { Client } from '@temporalio/client';
import type { Operation } from '../../contract/operations/operation.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import type { Previewer } from '../preview/preview.ts';
import { describeOperation } from '../read/describe.ts';
import type { OperationReader } from '../read/reader.ts';
import type { Urls } from '../read/links.ts';
import { operationRead, type OperationRead } from '../read/view.ts';
import type { Principal } from '../temporal/calls.ts';
import { identify, wasAdmitted } from './idempotency.ts';
import type { Starter } from './start.ts';
import type { Submission } from './submission.ts';
import type { SubmitOptions } from './submit-options.ts';

interface Started {
  read: OperationRead;
  /** An earlier request with this key has started the operation. */
  replayed: boolean;
}

/** An operation that was started, or a preview of one. */
export type Admitted = Started | { preview: Operation };

/**
 * Throws `idempotency_key_reused`, `temporal_unavailable`, and the errors of `prepare`.
 *
 * @param prepare does the checks, reserves what is needed, and resolves to the input of the operation; it
 *   may run for a request whose duplicate another process is working on
 */
export type Admit = (
  principal: Principal,
  options: SubmitOptions,
  prepare: (submission: Submission) => Promise<OperationInput>,
) => Promise<Admitted>;

export function createAdmission(deps: {
  client: Client;
  starter: Starter;
  reader: OperationReader;
  previewer: Previewer;
  urls: Urls;
  newId(): string;
}): Admit {
  const { client, starter, reader, previewer, urls, newId } = deps;

  async function accepted(principal: Principal, operationId: string): Promise<Started> {
    const source = await describeOperation(client, principal, operationId);
    return {
      read: operationRead(source, source.memo.state, urls, { source: 'memo' }),
      replayed: false,
    };
  }

  return async (principal, options, prepare) => {
    const { keyed, validateOnly = false, maxPreviewMs, isExpected } = options;
    const base = { principal, validateOnly, ...(isExpected && { isExpected }) };
    if (validateOnly) {
      const operationId = newId();
      const input = await prepare({ ...base, operationId });
      return { preview: await previewer.preview(operationId, input, maxPreviewMs) };
    }
    if (keyed === undefined) {
      const operationId = newId();
      const input = await prepare({ ...base, operationId });
      const started = await starter.startOperation(operationId, input);
      if (!started) throw new Error(`a new operation id is taken: ${operationId}`);
      return accepted(principal, operationId);
    }

    const identity = identify(principal, keyed);
    const { operationId } = identity;
    const replay = async (): Promise<Started | undefined> =>
      (await wasAdmitted(client, principal, identity))
        ? { read: await reader.readAfresh(principal, operationId), replayed: true }
        : undefined;

    const earlier = await replay();
    if (earlier !== undefined) return earlier;
    try {
      const input = await prepare({ ...base, ...identity });
      const started = await starter.startOperation(operationId, input);
      if (started) return await accepted(principal, operationId);
    } catch (error) {
      // The conflict may come from a duplicate of this request that was faster.
      const isConflict = error instanceof RequestError && error.code !== 'temporal_unavailable';
      const duplicate = isConflict ? await replay() : undefined;
      if (duplicate === undefined) throw error;
      return duplicate;
    }
    const duplicate = await replay();
    if (duplicate === undefined) {
      throw new Error(`operation ${operationId} was started, but was not found`);
    }
    return duplicate;
  };
}
