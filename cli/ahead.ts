/**
 * The calls that the API's document does not have yet, by their paths; each moves to the typed client
 * when it is there.
 */
import createClient from 'openapi-fetch';
import { retryingFetch, type Fetch } from '../client/retrying-fetch.ts';
import type { Operation } from '../client/types.ts';
import type { Answer } from './session.ts';
import type { Spec } from './spec.ts';

const TIMEOUT_MS = 90_000;

interface Accepts<Path, Header, Body> {
  parameters: { path: Path; header?: Header };
  requestBody?: { content: { 'application/json': Body } };
  responses: { 202: { content: { 'application/json': Operation } } };
}

interface AheadPaths {
  '/clusters/{clusterId}': {
    patch: Accepts<{ clusterId: string }, { 'If-Match'?: string; 'Content-Type': string }, Spec>;
  };
  '/operations/{operationId}/retry': {
    post: Accepts<{ operationId: string }, never, never>;
  };
}

export interface Ahead {
  /** A merge patch (RFC 7396). `etag`: only if the cluster is still as it was then. */
  updateCluster(clusterId: string, patch: Spec, etag?: string): Promise<Answer<Operation>>;
  retryOperation(operationId: string): Promise<Answer<Operation>>;
}

export function createAhead(options: { baseUrl: string; fetch: Fetch; attempts: number }): Ahead {
  const { fetch, attempts } = options;
  const client = createClient<AheadPaths>({
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    fetch: retryingFetch({ fetch, attempts, timeoutMs: TIMEOUT_MS }),
  });
  return {
    updateCluster: (clusterId, body, etag) =>
      client.PATCH('/clusters/{clusterId}', {
        params: {
          path: { clusterId },
          header: {
            'Content-Type': 'application/merge-patch+json',
            ...(etag !== undefined && { 'If-Match': etag }),
          },
        },
        body,
      }),
    retryOperation: (operationId) =>
      client.POST('/operations/{operationId}/retry', { params: { path: { operationId } } }),
  };
}
