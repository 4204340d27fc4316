/** Deployments: submit, read, list, change, destroy. */
import { Router } from 'express';
import {
  createDeploymentRequestSchema,
  updateDeploymentRequestSchema,
} from '../../contract/resources/deployment.ts';
import {
  deploymentsQuerySchema,
  resourceOperationsQuerySchema,
} from '../../contract/operations/list-query.ts';
import type { Operations } from '../../operations/index.ts';
import { parse } from '../../contract/parse.ts';
import { sendResource } from '../http/responses.ts';
import { noQuery, sendPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { submitOptionsOf, sendSubmitted } from '../http/submit.ts';

const PATH = '/deployments';

export function deploymentRoutes(operations: Operations): Router {
  const router = Router();

  router.post(PATH, async (request, response) => {
    const wanted = parse(createDeploymentRequestSchema, request.body);
    const ask = submitOptionsOf(request, PATH, request.body);
    const principal = principalOf(response);
    sendSubmitted(response, await operations.createDeployment(principal, wanted, ask));
  });

  router.get(PATH, async (request, response) => {
    const query = parse(deploymentsQuerySchema, request.query, 'invalid_query');
    sendPage(response, await operations.list.resources(principalOf(response), 'deployment', query));
  });

  router.get<{ id: string }>(`${PATH}/:id`, noQuery, async (request, response) => {
    const { id } = request.params;
    const found = await operations.resource(principalOf(response), 'deployment', id);
    sendResource(request, response, found);
  });

  router.get<{ id: string }>(`${PATH}/:id/outputs`, noQuery, async (request, response) => {
    const { id } = request.params;
    const { outputs, withheldOutputs = [] } = await operations.deployment(
      principalOf(response),
      id,
    );
    sendResource(request, response, { outputs, withheldOutputs });
  });

  router.get<{ id: string }>(`${PATH}/:id/operations`, async (request, response) => {
    const query = parse(resourceOperationsQuerySchema, request.query, 'invalid_query');
    const { id } = request.params;
    sendPage(
      response,
      await operations.list.operationsOf(principalOf(response), 'deployment', id, query),
    );
  });

  router.patch<{ id: string }>(`${PATH}/:id`, async (request, response) => {
    const { id } = request.params;
    const patch = parse(updateDeploymentRequestSchema, request.body);
    const ask = submitOptionsOf(request, `${PATH}/${id}`, request.body);
    const principal = principalOf(response);
    sendSubmitted(response, await operations.updateDeployment(principal, id, patch, ask));
  });

  router.delete<{ id: string }>(`${PATH}/:id`, async (request, response) => {
    const { id } = request.params;
    const ask = submitOptionsOf(request, `${PATH}/${id}`);
    const principal = principalOf(response);
    sendSubmitted(response, await operations.destroyDeployment(principal, id, ask));
  });
  return router;
}
