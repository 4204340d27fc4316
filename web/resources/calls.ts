/** The calls of the API for resources of any kind. Their paths follow from the table of kinds. */
import { orThrow } from '../../client/problem-error.ts';
import {
  RESOURCE_KINDS,
  type CloudType,
  type ResourceType,
  type TypesWith,
} from '../../contract/vocabulary.ts';
import type { components } from '../../client/openapi.ts';
import { acting, slipway } from '../api.ts';
import { canChange, type FormRequest } from '../model/form/request.ts';
import type {
  LedgerItem,
  ListedOperation,
  Operation,
  Page,
  ResourceRecord,
} from '../model/types.ts';

type CreateBody = components['schemas'][`Create${Capitalize<ResourceType>}Request`];
type Kinds = typeof RESOURCE_KINDS;
type OnePath<Types extends ResourceType> = {
  [Type in Types]: `/${Kinds[Type]['collection']}/{${Type}Id}`;
}[Types];

/** The path of one resource, as the OpenAPI document has it. */
function onePath<Types extends ResourceType>(type: Types): OnePath<Types> {
  return `/${RESOURCE_KINDS[type].collection}/{${type}Id}` as OnePath<Types>;
}

/** The parameter of that path. */
function named(type: ResourceType, id: string): Record<`${ResourceType}Id`, string> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the path has only the parameter of its type
  return { [`${type}Id`]: id } as Record<`${ResourceType}Id`, string>;
}

export async function listResources(
  type: ResourceType,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<Page<ResourceRecord>> {
  const path = `/${RESOURCE_KINDS[type].collection}` as const;
  return orThrow(await slipway.api.GET(path, { params: { query }, signal }));
}

export async function readResource(
  type: ResourceType,
  id: string,
  signal: AbortSignal,
): Promise<ResourceRecord> {
  const params = { path: named(type, id) };
  return orThrow(await slipway.api.GET(onePath<ResourceType>(type), { params, signal }));
}

/** Also lists the operations of a resource that is deleted. */
export async function listOperationsOf(
  type: ResourceType,
  id: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<Page<ListedOperation>> {
  const path = `${onePath<ResourceType>(type)}/operations` as const;
  return orThrow(await slipway.api.GET(path, { params: { path: named(type, id), query }, signal }));
}

/** Returns what the resource consists of in its cloud. */
export async function readLedger(
  type: CloudType,
  id: string,
  signal: AbortSignal,
): Promise<readonly LedgerItem[]> {
  const path = `${onePath<CloudType>(type)}/resources` as const;
  const params = { path: named(type, id) };
  return orThrow(await slipway.api.GET(path, { params, signal })).items;
}

/** Returns those operations that still exist, by id. Temporal deletes old ones. */
export async function readOperations(
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ListedOperation>> {
  if (ids.length === 0) return new Map();
  const query = { operationId: [...new Set(ids)].join(','), limit: '100' };
  const { items } = orThrow(await slipway.api.GET('/operations', { params: { query }, signal }));
  return new Map(items.map((operation) => [operation.id, operation]));
}

/**
 * Sends the request of a form. A preview waits longer than an action, because it plans.
 *
 * @returns the operation, or for a preview what the operation would do
 * @throws ProblemError when the service refuses the request
 */
export async function submitRequest(
  { type, id, body }: FormRequest,
  validateOnly: boolean,
): Promise<Operation> {
  const { api } = validateOnly ? slipway : acting;
  const query = { validateOnly: validateOnly ? 'true' : 'false' } as const;
  if (id === undefined) {
    const path = `/${RESOURCE_KINDS[type].collection}` as const;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the service checks what the user has filled in
    return orThrow(await api.POST(path, { params: { query }, body: body as CreateBody }));
  }
  if (!canChange(type)) throw new Error(`A ${type} cannot be changed.`);
  const path = onePath<TypesWith<'update'>>(type);
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  return orThrow(
    await api.PATCH(path, { params: { path: named(type, id), query }, headers, body }),
  );
}
