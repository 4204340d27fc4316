/** Operations: read and list; and the discovery, which is nothing but an operation. */
import { Router } from 'express';
import { cancelRequestSchema } from '../../contract/operation.ts';
import { discoverRequestSchema } from '../../contract/instance-types.ts';
import type { Operations } from '../../operations/index.ts';
import { sendAccepted, sendOperation } from '../answers.ts';
import { noQuery, pageQuerySchema } from '../page.ts';
import { principalOf } from '../principal.ts';
import { parse } from '../problem.ts';

export function operationRoutes(operations: Operations, now: () => Date): Router {
  const router = Router();

  router.get('/operations', async (request, response) => {
    const { limit } = parse(pageQuerySchema, request.query, 'invalid_query');
    response.json({ items: await operations.list.operations(principalOf(response), limit) });
  });

  router.get<{ id: string }>('/operations/:id', noQuery, async (request, response) => {
    const read = await operations.read(principalOf(response), request.params.id);
    sendOperation(response, read, now());
  });

  router.post<{ id: string }>('/operations/:id/cancel', noQuery, async (request, response) => {
    const { reason } = parse(cancelRequestSchema, request.body ?? {});
    const read = await operations.cancel(principalOf(response), request.params.id, reason);
    // Already canceled: there was nothing left to accept.
    if (read.operation.status === 'canceled') sendOperation(response, read, now());
    else sendAccepted(response, read);
  });

  router.post('/instance-types\\:discover', noQuery, async (request, response) => {
    const question = parse(discoverRequestSchema, request.body);
    sendAccepted(response, await operations.discover(principalOf(response), question));
  });
  return router;
}
