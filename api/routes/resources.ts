/** Clusters and networks: submit, read, list, delete. */
import { Router } from 'express';
import { createClusterRequestSchema } from '../../contract/cluster.ts';
import { resourceOperationsQuerySchema, resourcesQuerySchema } from '../../contract/list-query.ts';
import { createNetworkRequestSchema } from '../../contract/network.ts';
import { COLLECTIONS } from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import { sendResource } from '../answers.ts';
import { keyedRequest, sendSubmitted } from '../idempotency-key.ts';
import { noQuery, sendPage } from '../page.ts';
import { principalOf } from '../principal.ts';
import { parse } from '../problem.ts';

export function resourceRoutes(operations: Operations): Router {
  const router = Router();

  router.post('/clusters', noQuery, async (request, response) => {
    const wanted = parse(createClusterRequestSchema, request.body);
    const keyed = keyedRequest(request, '/clusters', request.body);
    sendSubmitted(response, await operations.createCluster(principalOf(response), wanted, keyed));
  });

  router.post('/networks', noQuery, async (request, response) => {
    const wanted = parse(createNetworkRequestSchema, request.body);
    const keyed = keyedRequest(request, '/networks', request.body);
    sendSubmitted(response, await operations.createNetwork(principalOf(response), wanted, keyed));
  });

  router.post<{ id: string }>('/clusters/:id\\:recover', noQuery, async (request, response) => {
    const { id } = request.params;
    const keyed = keyedRequest(request, `/clusters/${id}:recover`);
    sendSubmitted(response, await operations.recover(principalOf(response), id, keyed));
  });

  for (const type of ['cluster', 'network'] as const) {
    const path = `/${COLLECTIONS[type]}`;

    router.get(path, async (request, response) => {
      const query = parse(resourcesQuerySchema, request.query, 'invalid_query');
      sendPage(response, await operations.list.resources(principalOf(response), type, query));
    });

    router.get<{ id: string }>(`${path}/:id`, noQuery, async (request, response) => {
      const resource = await operations.resource(principalOf(response), type, request.params.id);
      sendResource(request, response, resource);
    });

    router.get<{ id: string }>(`${path}/:id/operations`, async (request, response) => {
      const query = parse(resourceOperationsQuerySchema, request.query, 'invalid_query');
      const { id } = request.params;
      sendPage(
        response,
        await operations.list.operationsOf(principalOf(response), type, id, query),
      );
    });

    router.delete<{ id: string }>(`${path}/:id`, noQuery, async (request, response) => {
      const { id } = request.params;
      const keyed = keyedRequest(request, `${path}/${id}`);
      sendSubmitted(response, await operations.remove(principalOf(response), type, id, keyed));
    });
  }
  return router;
}
