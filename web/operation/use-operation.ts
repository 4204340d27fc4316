/** Follows one operation by its stream of events, and reconnects when necessary. */
import { useEffect, useState } from 'preact/hooks';
import { pause } from '../../client/pause.ts';
import { ProblemError } from '../../client/problem-error.ts';
import { slipway } from '../api.ts';
import type { Operation } from '../model/types.ts';
import { untilVisible, whileVisible } from '../visibility.ts';

/** The pause after the client has given up on a long outage. */
const RECONNECT_MS = 5_000;

export interface OperationState {
  /** The last known state. Absent until the first response. */
  operation?: Operation;
  /** Why the operation cannot be shown, for example because it does not exist. */
  error?: unknown;
}

export interface FollowedOperation extends OperationState {
  /** Shows a state that did not come from the stream. A requested cancel, for example, is not an event. */
  onUpdate(operation: Operation): void;
}

export function useOperation(id: string): FollowedOperation {
  const [state, setState] = useState<OperationState>({});
  const onUpdate = (operation: Operation) => setState((before) => newer(operation, before));
  useEffect(() => {
    const controller = new AbortController();
    void follow(id, controller.signal, onUpdate).catch((error: unknown) => {
      if (!controller.signal.aborted) setState((before) => ({ ...before, error }));
    });
    return () => controller.abort();
  }, [id]);
  return { ...state, onUpdate };
}

function newer(operation: Operation, { operation: before }: OperationState): OperationState {
  if (before !== undefined && before.version > operation.version) return { operation: before };
  return { operation: withResources(operation, before) };
}

/**
 * Shows each state until the operation ends. A hidden page closes its stream, because a browser opens only six
 * connections to one server, for all of its tabs together.
 *
 * @throws ProblemError when the operation does not exist
 */
async function follow(
  id: string,
  signal: AbortSignal,
  show: (operation: Operation) => void,
): Promise<void> {
  let lastEventId: string | undefined;
  for (;;) {
    await untilVisible(signal);
    const visible = whileVisible(signal);
    try {
      const options = { signal: visible.signal, ...(lastEventId !== undefined && { lastEventId }) };
      for await (const event of slipway.events(id, options)) {
        lastEventId = event.id;
        show(event.operation);
      }
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProblemError && error.status < 500) throw error;
      if (!visible.signal.aborted) await pause(RECONNECT_MS, signal);
    } finally {
      visible.done();
    }
  }
}

/**
 * While no worker answers and the history is too long to rebuild the list, an operation comes without its
 * resources. The last known ones are shown.
 */
function withResources(operation: Operation, before: Operation | undefined): Operation {
  const { resources, summary } = operation.progress;
  const known = before?.progress.resources;
  if (resources.length > 0 || summary.total === 0 || known === undefined) return operation;
  return { ...operation, progress: { ...operation.progress, resources: known } };
}
