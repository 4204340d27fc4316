/** Clusters and networks: submit, read, list, delete. */
import { Router } from 'express';
import {
  createClusterRequestSchema,
  updateClusterRequestSchema,
} from '../../contract/resources/cluster.ts';
import {
  resourceOperationsQuerySchema,
  resourcesQuerySchema,
} from '../../contract/operations/list-query.ts';
import { createNetworkRequestSchema } from '../../contract/resources/network.ts';
import { RESOURCE_KINDS } from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import { sendResource } from '../http/responses.ts';
import { type ProviderDefaults, withDefaults } from '../http/defaults.ts';
import { noQuery, sendPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { submitOptionsOf, sendSubmitted } from '../http/submit.ts';
import { check, parse } from '../../contract/parse.ts';

export function resourceRoutes(operations: Operations, defaults: ProviderDefaults): Router {
  const router = Router();

  router.post('/clusters', async (request, response) => {
    const wanted = parse(createClusterRequestSchema, withDefaults(defaults, request.body));
    const ask = submitOptionsOf(request, '/clusters', request.body);
    sendSubmitted(response, await operations.createCluster(principalOf(response), wanted, ask));
  });

  router.post('/networks', async (request, response) => {
    const wanted = parse(createNetworkRequestSchema, withDefaults(defaults, request.body));
    const ask = submitOptionsOf(request, '/networks', request.body);
    sendSubmitted(response, await operations.createNetwork(principalOf(response), wanted, ask));
  });

  router.patch<{ id: string }>('/clusters/:id', async (request, response) => {
    const { id } = request.params;
    // As it was sent: what it leaves out stays as it is.
    const patch: unknown = request.body;
    check(updateClusterRequestSchema, patch);
    const ask = submitOptionsOf(request, `/clusters/${id}`, patch);
    sendSubmitted(response, await operations.updateCluster(principalOf(response), id, patch, ask));
  });

  router.post<{ id: string }>('/clusters/:id\\:recover', async (request, response) => {
    const { id } = request.params;
    const ask = submitOptionsOf(request, `/clusters/${id}:recover`);
    sendSubmitted(response, await operations.recover(principalOf(response), id, ask));
  });

  for (const type of ['cluster', 'network'] as const) {
    const path = `/${RESOURCE_KINDS[type].collection}`;

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

    router.get<{ id: string }>(`${path}/:id/resources`, noQuery, async (request, response) => {
      const { id } = request.params;
      const items = await operations.ledger(principalOf(response), type, id);
      sendPage(response, { items });
    });

    router.delete<{ id: string }>(`${path}/:id`, async (request, response) => {
      const { id } = request.params;
      const ask = submitOptionsOf(request, `${path}/${id}`);
      sendSubmitted(response, await operations.remove(principalOf(response), type, id, ask));
    });
  }
  return router;
}
