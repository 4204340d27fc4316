import { Router } from 'express';
import type { Operations } from '../../operations/index.ts';

/** `/healthz`: this process lives. `/readyz`: Temporal answers; reads work without a worker. */
export function healthRoutes(operations: Operations): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const polls = await operations.workerPolls();
    response.json({ status: 'ready', temporal: 'reachable', worker: polls ? 'polling' : 'absent' });
  });
  return router;
}
