/** The routes of all kinds of resource, built from the table of kinds. */
import { Router } from 'express';
import type * as z from 'zod';
import { resourceOperationsQuerySchema } from '../../contract/operations/list-query.ts';
import { check, parse } from '../../contract/parse.ts';
import {
  RESOURCE_SCHEMAS,
  type CreateRequestOf,
  type UpdateRequestOf,
} from '../../contract/resources/schemas.ts';
import {
  CLOUD_TYPES,
  RESOURCE_KINDS,
  RESOURCE_TYPES,
  typesWith,
  type CloudType,
  type ResourceType,
  type TypesWith,
} from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import { withDefaults, type ProviderDefaults } from '../http/defaults.ts';
import { noQuery, sendPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { sendResource } from '../http/responses.ts';
import { deleteOptionsOf, preconditionOf, sendSubmitted, submitOptionsOf } from '../http/submit.ts';

/** The same table, typed so that the schema of a generic type gives the request of that type. */
const CREATE_SCHEMAS: {
  [Type in ResourceType]: { createRequest: z.ZodType<CreateRequestOf<Type>> };
} = RESOURCE_SCHEMAS;
const UPDATE_SCHEMAS: {
  [Type in TypesWith<'update'>]: { updateRequest: z.ZodType<unknown, UpdateRequestOf<Type>> };
} = RESOURCE_SCHEMAS;

export function resourceRoutes(operations: Operations, defaults: ProviderDefaults): Router {
  const router = Router();
  for (const type of RESOURCE_TYPES) {
    addCreateRoute(router, operations, defaults, type);
    addReadRoutes(router, operations, type);
  }
  for (const type of typesWith('update')) addUpdateRoute(router, operations, type);
  for (const type of typesWith('delete')) addDeleteRoute(router, operations, type);
  for (const type of typesWith('recover')) addRecoverRoute(router, operations, type);
  for (const type of CLOUD_TYPES) addLedgerRoute(router, operations, type);
  addDeploymentOutputsRoute(router, operations);
  addRefreshSourceRoute(router, operations);
  addConnectionDeleteRoute(router, operations);
  return router;
}

function pathOf(type: ResourceType): string {
  return `/${RESOURCE_KINDS[type].collection}`;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the schema to the command
function addCreateRoute<Type extends ResourceType>(
  router: Router,
  operations: Operations,
  defaults: ProviderDefaults,
  type: Type,
): void {
  const path = pathOf(type);
  router.post(path, async (request, response) => {
    const body: unknown = RESOURCE_KINDS[type].hasProvider
      ? withDefaults(defaults, request.body, type)
      : request.body;
    const wanted = parse(CREATE_SCHEMAS[type].createRequest, body);
    const options = submitOptionsOf(request, path, request.body);
    const principal = principalOf(response);
    sendSubmitted(response, await operations.create(principal, type, wanted, options));
  });
}

function addReadRoutes(router: Router, operations: Operations, type: ResourceType): void {
  const path = pathOf(type);
  const { listQuery } = RESOURCE_SCHEMAS[type];

  router.get(path, async (request, response) => {
    const query = parse(listQuery, request.query, 'invalid_query');
    sendPage(response, await operations.list.resources(principalOf(response), type, query));
  });

  router.get<{ id: string }>(`${path}/:id`, noQuery, async (request, response) => {
    const resource = await operations.resource(principalOf(response), type, request.params.id);
    sendResource(request, response, resource);
  });

  router.get<{ id: string }>(`${path}/:id/operations`, async (request, response) => {
    const query = parse(resourceOperationsQuerySchema, request.query, 'invalid_query');
    const principal = principalOf(response);
    const { id } = request.params;
    sendPage(response, await operations.list.operationsOf(principal, type, id, query));
  });
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the schema to the command
function addUpdateRoute<Type extends TypesWith<'update'>>(
  router: Router,
  operations: Operations,
  type: Type,
): void {
  const path = pathOf(type);
  const schema = UPDATE_SCHEMAS[type].updateRequest;
  router.patch<{ id: string }>(`${path}/:id`, async (request, response) => {
    const { id } = request.params;
    // Used as it was sent: the schema's defaults would change fields that the patch leaves out.
    const patch: unknown = request.body;
    check(schema, patch);
    const options = submitOptionsOf(request, `${path}/${id}`, patch);
    sendSubmitted(
      response,
      await operations.update(principalOf(response), type, id, patch, options),
    );
  });
}

function addDeleteRoute(router: Router, operations: Operations, type: TypesWith<'delete'>): void {
  const path = pathOf(type);
  router.delete<{ id: string }>(`${path}/:id`, async (request, response) => {
    const { id } = request.params;
    const optionsOf = type === 'deployment' ? deleteOptionsOf : submitOptionsOf;
    const options = optionsOf(request, `${path}/${id}`);
    sendSubmitted(response, await operations.delete(principalOf(response), type, id, options));
  });
}

function addRecoverRoute(router: Router, operations: Operations, type: TypesWith<'recover'>): void {
  const path = pathOf(type);
  router.post<{ id: string }>(`${path}/:id\\:recover`, async (request, response) => {
    const { id } = request.params;
    const options = submitOptionsOf(request, `${path}/${id}:recover`);
    sendSubmitted(response, await operations.recover(principalOf(response), type, id, options));
  });
}

function addLedgerRoute(router: Router, operations: Operations, type: CloudType): void {
  router.get<{ id: string }>(
    `${pathOf(type)}/:id/resources`,
    noQuery,
    async (request, response) => {
      const items = await operations.ledger(principalOf(response), type, request.params.id);
      sendPage(response, { items });
    },
  );
}

function addDeploymentOutputsRoute(router: Router, operations: Operations): void {
  const path = `${pathOf('deployment')}/:id/outputs`;
  router.get<{ id: string }>(path, noQuery, async (request, response) => {
    const { id } = request.params;
    const deployment = await operations.resource(principalOf(response), 'deployment', id);
    const { outputs, withheldOutputs = [] } = deployment;
    sendResource(request, response, { outputs, withheldOutputs });
  });
}

function addRefreshSourceRoute(router: Router, operations: Operations): void {
  const path = pathOf('deployment');
  router.post<{ id: string }>(`${path}/:id\\:refreshSource`, async (request, response) => {
    const { id } = request.params;
    const options = submitOptionsOf(request, `${path}/${id}:refreshSource`);
    sendSubmitted(response, await operations.refreshSource(principalOf(response), id, options));
  });
}

/**
 * A connection has nothing in a cloud to delete, so its delete is immediate and starts no operation.
 */
function addConnectionDeleteRoute(router: Router, operations: Operations): void {
  const path = `${pathOf('connection')}/:id`;
  router.delete<{ id: string }>(path, noQuery, async (request, response) => {
    const { id } = request.params;
    await operations.deleteConnection(principalOf(response), id, preconditionOf(request));
    response.status(204).end();
  });
}
