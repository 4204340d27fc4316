import { Router } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Operations } from '../../operations/index.ts';

const RETRY_AFTER_SECONDS = 1;

/**
 * `/healthz`: the process is alive. `/readyz`: Temporal answers and can write. No worker is needed, because reads
 * work without one.
 */
export function healthRoutes(operations: Operations, stopping: AbortSignal): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    if (stopping.aborted) {
      throw new RequestError('draining', 'This process is shutting down. Ask another one.', {
        retryAfter: RETRY_AFTER_SECONDS,
      });
    }
    const { worker, engines } = await operations.readiness();
    response.json({
      status: 'ready',
      temporal: 'reachable',
      worker: worker ? 'polling' : 'absent',
      engines: engines ? 'polling' : 'absent',
    });
  });
  return router;
}
