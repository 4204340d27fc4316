/** The paths of every kind of resource, made from the table of kinds. */
import type * as z from 'zod';
import { resourceOperationsQuerySchema } from '../../../contract/operations/list-query.ts';
import { RESOURCE_SCHEMAS } from '../../../contract/resources/schemas.ts';
import {
  isCloudType,
  RESOURCE_KINDS,
  RESOURCE_TYPES,
  typesWith,
  type CloudType,
  type ResourceType,
  type TypesWith,
} from '../../../contract/vocabulary.ts';
import { QUERY_DESCRIPTIONS } from '../query-descriptions.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { deleteDeploymentQuerySchema } from '../../http/submit.ts';
import { KIND_DOCUMENTS } from '../kinds/kinds.ts';
import { CHANGE_PROBLEMS, problemResponses, READ_PROBLEMS, SUBMIT_PROBLEMS } from '../problems.ts';
import { json, jsonExample, notModified, page, submitParameters, submitted } from '../responses.ts';
import { queryParameters } from '../schemas.ts';
import { specialPaths } from './special.ts';
import { statePaths } from './state.ts';

const REQUEST_ID = parameterRef('X-Request-Id');

/** What the query of a deletion of a deployment can have, too. */
const KEEP_RESOURCES = {
  query: deleteDeploymentQuerySchema,
  descriptions: {
    keepResources:
      '`true` destroys nothing: Slipway gives the deployment up, and its state is kept for 30 days among the state files. Refused unless the service allows reading states.',
  },
} as const;

export function resourcePaths(): Record<string, Record<string, object>> {
  return merged([
    specialPaths(),
    statePaths(),
    ...RESOURCE_TYPES.map((type) => ({
      [pathOf(type)]: { get: list(type), post: create(type) },
      [onePathOf(type)]: { get: read(type) },
      [`${onePathOf(type)}/operations`]: { get: listOperations(type) },
      ...(isCloudType(type) && { [`${onePathOf(type)}/resources`]: { get: listNodes(type) } }),
    })),
    ...typesWith('update').map((type) => ({ [onePathOf(type)]: { patch: update(type) } })),
    ...typesWith('delete').map((type) => ({ [onePathOf(type)]: { delete: remove(type) } })),
    ...typesWith('recover').map((type) => ({
      [`${onePathOf(type)}:recover`]: { post: recover(type) },
    })),
  ]);
}

function merged(
  parts: readonly Record<string, Record<string, object>>[],
): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const part of parts) {
    for (const [path, methods] of Object.entries(part)) {
      paths[path] = { ...paths[path], ...methods };
    }
  }
  return paths;
}

function pathOf(type: ResourceType): string {
  return `/${RESOURCE_KINDS[type].collection}`;
}

function onePathOf(type: ResourceType): string {
  return `${pathOf(type)}/{${type}Id}`;
}

function list(type: ResourceType): object {
  const { collection } = RESOURCE_KINDS[type];
  const { title, tag, listDescription, examples } = KIND_DOCUMENTS[type];
  const query: z.ZodObject = RESOURCE_SCHEMAS[type].listQuery;
  return {
    operationId: `list${title}s`,
    tags: [tag],
    summary: `List ${collection}`,
    description: [
      'Newest first, unless `sort` says otherwise. The list may be a moment behind.',
      ...(listDescription === undefined ? [] : [listDescription]),
      'Unknown parameters are refused.',
    ].join(' '),
    parameters: [REQUEST_ID, ...queryParameters(query, QUERY_DESCRIPTIONS)],
    responses: {
      ...page(jsonExample(`${title}List`, collection, { items: [examples.record] })),
      ...problemResponses(READ_PROBLEMS),
    },
  };
}

function create(type: ResourceType): object {
  const { title, tag, summaries, createDescription, problems, examples } = KIND_DOCUMENTS[type];
  return {
    operationId: `create${title}`,
    tags: [tag],
    summary: summaries.create,
    description: createDescription,
    parameters: submitParameters(),
    requestBody: {
      required: true,
      content: jsonExample(`Create${title}Request`, `create${title}`, examples.createRequest),
    },
    responses: {
      ...submitted('The operation that creates the resource has started.'),
      ...problemResponses([
        ...SUBMIT_PROBLEMS,
        'already_exists',
        'record_lost',
        ...problems.create,
      ]),
    },
  };
}

function read(type: ResourceType): object {
  const { title, tag, examples } = KIND_DOCUMENTS[type];
  return {
    operationId: `get${title}`,
    tags: [tag],
    summary: `Read a ${type}`,
    description: 'The resource can be read as soon as its creation was accepted.',
    parameters: [parameterRef(`${type}Id`), parameterRef('If-None-Match'), REQUEST_ID],
    responses: {
      '200': {
        description: `The ${type}.`,
        headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
        content: jsonExample(title, type, examples.record),
      },
      ...notModified(),
      ...problemResponses([...READ_PROBLEMS, 'not_found']),
    },
  };
}

function update(type: TypesWith<'update'>): object {
  const { title, tag, summaries, updateDescription, problems, examples } = KIND_DOCUMENTS[type];
  const content = jsonExample(`Update${title}Request`, `update${title}`, examples.updateRequest);
  return {
    operationId: `update${title}`,
    tags: [tag],
    summary: summaries.update,
    description: updateDescription,
    parameters: [parameterRef(`${type}Id`), parameterRef('If-Match'), ...submitParameters()],
    requestBody: {
      required: true,
      content: { ...content, 'application/merge-patch+json': content['application/json'] },
    },
    responses: {
      ...submitted('The operation that changes the resource has started.'),
      ...problemResponses([...CHANGE_PROBLEMS, ...(problems.update ?? [])]),
    },
  };
}

function remove(type: TypesWith<'delete'>): object {
  const { title, tag, summaries, deleteDescription, problems } = KIND_DOCUMENTS[type];
  return {
    operationId: `delete${title}`,
    tags: [tag],
    summary: summaries.delete,
    description: deleteDescription ?? 'Takes no body.',
    parameters: [
      parameterRef(`${type}Id`),
      parameterRef('If-Match'),
      ...submitParameters(type === 'deployment' ? KEEP_RESOURCES : undefined),
    ],
    responses: {
      ...submitted('The operation that deletes the resource has started.'),
      ...problemResponses([...CHANGE_PROBLEMS, ...(problems.delete ?? [])]),
    },
  };
}

function recover(type: TypesWith<'recover'>): object {
  const { title, tag } = KIND_DOCUMENTS[type];
  return {
    operationId: `recover${title}`,
    tags: [tag],
    summary: 'Rebuild a lost record',
    description: `For a ${type} whose \`statusReason\` is \`record_lost\`: finds its cloud resources by their tags. Takes no body.`,
    parameters: [parameterRef(`${type}Id`), ...submitParameters()],
    responses: {
      ...submitted('The operation that rebuilds the record has started.'),
      ...problemResponses([...SUBMIT_PROBLEMS, 'not_found', 'not_lost', 'resource_busy']),
    },
  };
}

function listNodes(type: CloudType): object {
  const { title, tag } = KIND_DOCUMENTS[type];
  return {
    operationId: `list${title}Resources`,
    tags: [tag],
    summary: `List the cloud resources of a ${type}`,
    description: `Every cloud resource in the ledger of the ${type}, on one page. A worker must be running.`,
    parameters: [parameterRef(`${type}Id`), REQUEST_ID],
    responses: {
      ...page(json('Ledger', 'ledger')),
      ...problemResponses([...READ_PROBLEMS, 'not_found', 'record_lost', 'no_worker']),
    },
  };
}

function listOperations(type: ResourceType): object {
  const { title, tag } = KIND_DOCUMENTS[type];
  return {
    operationId: `list${title}Operations`,
    tags: [tag],
    summary: `List the operations of a ${type}`,
    description: `Newest first, also for a ${type} that is deleted, and for earlier ones with the same name. The list may be a moment behind.`,
    parameters: [
      parameterRef(`${type}Id`),
      REQUEST_ID,
      ...queryParameters(resourceOperationsQuerySchema, QUERY_DESCRIPTIONS),
    ],
    responses: {
      ...page(json('OperationList', 'operations')),
      ...problemResponses([...READ_PROBLEMS, 'not_found']),
    },
  };
}
