/**
 * How a request becomes an operation:
 *
 *   known by its key? --> checks, name reserved --> operation started --> accepted
 *          |                       |                       |
 *          '------> replayed <-----'------ known now? -----'
 *
 * Nothing that fails before the start is remembered, so the same key may be tried again. A request that
 * only asks what would happen passes the checks, reserves nothing, and has it planned instead.
 */
import type { Client } from '@temporalio/client';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Operation } from '../../contract/operations/operation.ts';
import type { Ask } from '../commands/submit-options.ts';
import { identify, wasAdmitted, type Identity } from './idempotency.ts';
import { describeOperation } from '../read/describe.ts';
import type { Previewer } from '../preview/preview.ts';
import type { OperationReader } from '../read/reader.ts';
import type { Starter } from './start.ts';
import type { Principal } from '../temporal/calls.ts';
import { operationRead, type OperationRead, type Urls } from '../read/view.ts';

export interface Submitted {
  read: OperationRead;
  /** An earlier request with this key has started it. */
  replayed: boolean;
}

/** An operation, or what one would be. */
export type Answered = Submitted | { preview: Operation };

/** What is known of a request before anything of it exists. */
export interface Admission extends Identity {
  /** Nothing must be reserved. */
  isRehearsal: boolean;
}

/**
 * @param prepare does the checks, reserves what is needed, and says what to start; it may run for a
 *   request whose duplicate is under way in another process
 */
export type Admit = (
  principal: Principal,
  ask: Ask,
  prepare: (admission: Admission) => Promise<OperationInput>,
) => Promise<Answered>;

export function createAdmission(options: {
  client: Client;
  starter: Starter;
  reader: OperationReader;
  previewer: Previewer;
  urls: Urls;
  newId(): string;
}): Admit {
  const { client, starter, reader, previewer, urls, newId } = options;

  async function accepted(principal: Principal, operationId: string): Promise<Submitted> {
    const source = await describeOperation(client, principal, operationId);
    return { read: operationRead(source, source.memo.state, urls, 'memo'), replayed: false };
  }

  return async (principal, { keyed, validateOnly = false }, prepare) => {
    if (validateOnly) {
      const operationId = newId();
      const input = await prepare({ operationId, isRehearsal: true });
      return { preview: await previewer.preview(operationId, input) };
    }
    if (keyed === undefined) {
      const operationId = newId();
      const input = await prepare({ operationId, isRehearsal: false });
      const started = await starter.startOperation(operationId, input);
      if (!started) throw new Error(`a new operation id is taken: ${operationId}`);
      return accepted(principal, operationId);
    }

    const identity = identify(principal, keyed);
    const { operationId } = identity;
    const replay = async (): Promise<Submitted | undefined> =>
      (await wasAdmitted(client, principal, identity))
        ? { read: await reader.readAfresh(principal, operationId), replayed: true }
        : undefined;

    const earlier = await replay();
    if (earlier !== undefined) return earlier;
    try {
      const started = await starter.startOperation(
        operationId,
        await prepare({ ...identity, isRehearsal: false }),
      );
      if (started) return await accepted(principal, operationId);
    } catch (error) {
      // What stands in the way may be the work of a duplicate that was faster.
      const conflict = error instanceof RequestError && error.code !== 'temporal_unavailable';
      const faster = conflict ? await replay() : undefined;
      if (faster === undefined) throw error;
      return faster;
    }
    const faster = await replay();
    if (faster === undefined)
      throw new Error(`operation ${operationId} was started and is not there`);
    return faster;
  };
}
