/** The page's access to the API. All of its requests go through this file. */
import { createSlipway } from '../client/client.ts';
import { orThrow, ProblemError } from '../client/problem-error.ts';
import { clock } from './clock.ts';
import { connection, type ConnectionState } from './connection.ts';
import type { Operation } from './model/types.ts';

/** The path where the API is mounted. The server writes it into the page. */
export const basePath = document.documentElement.dataset['basePath'] ?? '';
const baseUrl = `${location.origin}${basePath}`;

/** A fetch that also updates the state of the connection and the server's clock. */
async function observed(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    clock.learn(response);
    connection.set(await stateAfter(response));
    return response;
  } catch (error) {
    if (!request.signal.aborted) connection.set('lost');
    throw error;
  }
}

/** A server error without a problem description comes from a proxy, so the server behind it is down. */
async function stateAfter(response: Response): Promise<ConnectionState> {
  if (response.status < 500) return 'live';
  const { problem } = new ProblemError(response.status, await bodyOf(response.clone()));
  if (problem === undefined) return 'lost';
  return problem.code === 'temporal_unavailable' ? 'no_temporal' : 'live';
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

export const slipway = createSlipway({ baseUrl, fetch: observed });

type Action = 'cancel' | 'retry' | 'confirm' | 'discard';

/** A user waits for an action, so it is tried less long than a read. */
export const acting = createSlipway({ baseUrl, fetch: observed, attempts: 4, timeoutMs: 20_000 });

/**
 * Sends an action for an operation, with its reason if there is one.
 *
 * @returns the operation, or for a retry the new operation
 * @throws ProblemError when the server refuses the action
 */
export async function act(operationId: string, action: Action, reason: string): Promise<Operation> {
  const request = {
    params: { path: { operationId } },
    ...(reason !== '' && { body: { reason } }),
  };
  return orThrow(await acting.api.POST(`/operations/{operationId}/${action}`, request));
}

/**
 * Deletes the cluster or network that an operation has worked on.
 *
 * @returns the operation that deletes it
 * @throws ProblemError when the server refuses the deletion
 */
export async function removeResource({
  resourceType,
  resourceId,
}: Pick<Operation, 'resourceType' | 'resourceId'>): Promise<Operation> {
  if (resourceType === 'network') {
    const params = { path: { networkId: resourceId } };
    return orThrow(await acting.api.DELETE('/networks/{networkId}', { params }));
  }
  if (resourceType === 'cluster') {
    const params = { path: { clusterId: resourceId } };
    return orThrow(await acting.api.DELETE('/clusters/{clusterId}', { params }));
  }
  throw new Error(`a ${resourceType} has no survivors`);
}
