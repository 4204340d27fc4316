/** The page's access to the API. All of its requests go through this file. */
import { createSlipway } from '../client/client.ts';
import { ProblemError } from '../client/problem-error.ts';
import { retryingFetch } from '../client/retrying-fetch.ts';
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

export type Action = 'cancel' | 'retry' | 'confirm' | 'discard';

const send = retryingFetch({ fetch: observed, attempts: 4, timeoutMs: 20_000 });

/**
 * Sends an action for an operation.
 *
 * @returns the operation, or for a retry the new operation
 * @throws ProblemError when the server refuses the action
 */
export async function act(operationId: string, action: Action): Promise<Operation> {
  const url = `${baseUrl}/operations/${encodeURIComponent(operationId)}/${action}`;
  const response = await send(new Request(url, { method: 'POST' }));
  const body = await bodyOf(response);
  if (!response.ok || !isOperation(body)) throw new ProblemError(response.status, body);
  return body;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'id' in value && 'version' in value;
}
