/** Clusters and networks: submit, read, list, delete. */
import { Router } from 'express';
import { createClusterRequestSchema } from '../../contract/cluster.ts';
import { createNetworkRequestSchema } from '../../contract/network.ts';
import type { Operations } from '../../operations/index.ts';
import { sendAccepted, sendResource } from '../answers.ts';
import { noQuery, pageQuerySchema } from '../page.ts';
import { principalOf } from '../principal.ts';
import { parse } from '../problem.ts';

export function resourceRoutes(operations: Operations): Router {
  const router = Router();

  router.post('/clusters', noQuery, async (request, response) => {
    const wanted = parse(createClusterRequestSchema, request.body);
    sendAccepted(response, await operations.createCluster(principalOf(response), wanted));
  });

  router.post('/networks', noQuery, async (request, response) => {
    const wanted = parse(createNetworkRequestSchema, request.body);
    sendAccepted(response, await operations.createNetwork(principalOf(response), wanted));
  });

  router.post<{ id: string }>('/clusters/:id\\:recover', noQuery, async (request, response) => {
    sendAccepted(response, await operations.recover(principalOf(response), request.params.id));
  });

  for (const [path, type] of [
    ['/clusters', 'cluster'],
    ['/networks', 'network'],
  ] as const) {
    router.get(path, async (request, response) => {
      const { limit } = parse(pageQuerySchema, request.query, 'invalid_query');
      response.json({
        items: await operations.list.resources(principalOf(response), type, limit),
      });
    });

    router.get<{ id: string }>(`${path}/:id`, noQuery, async (request, response) => {
      const resource = await operations.resource(principalOf(response), type, request.params.id);
      sendResource(request, response, resource);
    });

    router.delete<{ id: string }>(`${path}/:id`, noQuery, async (request, response) => {
      sendAccepted(
        response,
        await operations.remove(principalOf(response), type, request.params.id),
      );
    });
  }
  return router;
}
