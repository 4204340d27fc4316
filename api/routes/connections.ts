/** Connections: have one verified, read, list, delete. */
import { Router } from 'express';
import { createConnectionRequestSchema } from '../../contract/resources/connection.ts';
import {
  resourceOperationsQuerySchema,
  resourcesQuerySchema,
} from '../../contract/operations/list-query.ts';
import { parse } from '../../contract/parse.ts';
import type { Operations } from '../../operations/index.ts';
import { sendResource } from '../http/responses.ts';
import { type ProviderDefaults, withDefaults } from '../http/defaults.ts';
import { noQuery, sendPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { submitOptionsOf, preconditionOf, sendSubmitted } from '../http/submit.ts';

const PATH = '/connections';

export function connectionRoutes(operations: Operations, defaults: ProviderDefaults): Router {
  const router = Router();

  router.post(PATH, async (request, response) => {
    const wanted = parse(createConnectionRequestSchema, withDefaults(defaults, request.body));
    const ask = submitOptionsOf(request, PATH, request.body);
    sendSubmitted(response, await operations.createConnection(principalOf(response), wanted, ask));
  });

  router.get(PATH, async (request, response) => {
    const query = parse(resourcesQuerySchema, request.query, 'invalid_query');
    sendPage(response, await operations.list.resources(principalOf(response), 'connection', query));
  });

  router.get<{ id: string }>(`${PATH}/:id`, noQuery, async (request, response) => {
    const { id } = request.params;
    const found = await operations.resource(principalOf(response), 'connection', id);
    sendResource(request, response, found);
  });

  router.get<{ id: string }>(`${PATH}/:id/operations`, async (request, response) => {
    const query = parse(resourceOperationsQuerySchema, request.query, 'invalid_query');
    const { id } = request.params;
    sendPage(
      response,
      await operations.list.operationsOf(principalOf(response), 'connection', id, query),
    );
  });

  // Nothing of it is in a cloud, so there is nothing to wait for and no operation.
  router.delete<{ id: string }>(`${PATH}/:id`, noQuery, async (request, response) => {
    const { id } = request.params;
    await operations.deleteConnection(principalOf(response), id, preconditionOf(request));
    response.status(204).end();
  });
  return router;
}
