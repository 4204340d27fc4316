import * as z from 'zod';
import { ProviderError, type JsonObject } from '../../provider.ts';
import { cloudError } from './errors.ts';
import { createSend, type HttpAnswer, type HttpOptions, type HttpRequest } from './http.ts';

/** A limit above the pages of any real list, so that a faulty answer cannot cause an endless loop. */
const MAX_PAGES = 1_000;

const resourceSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  state: z.enum(['creating', 'available', 'updating', 'failed', 'deleting', 'deleted']),
  stateReason: z.string().optional(),
  /** Why the last update had no effect. */
  updateFailure: z.string().optional(),
  properties: z.record(z.string(), z.json()),
  tags: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()),
  stateSince: z.iso.datetime(),
});
/** A resource as the cloud shows it. `deleted` occurs only when a create repeats a spent client token. */
export type CloudView = z.infer<typeof resourceSchema>;

const instanceTypeSchema = z.object({
  instanceType: z.string(),
  vCpus: z.int(),
  memoryMiB: z.int(),
  architectures: z.array(z.string()),
  gpuCount: z.int(),
  networkCards: z.array(z.object({ maximumNetworkInterfaces: z.int() })),
  defaultNetworkCardIndex: z.int(),
  ipv4AddressesPerInterface: z.int(),
  hypervisor: z.string(),
  /** The regions that offer the type; all of them when absent. */
  regions: z.array(z.string()).optional(),
});
type OfferedInstanceType = z.infer<typeof instanceTypeSchema>;

export interface CreateCall {
  type: string;
  name: string;
  region: string;
  properties: JsonObject;
  /** The ids of the resources that the new resource refers to. */
  references: string[];
  tags: Record<string, string>;
  clientToken: string;
}

/** A change of a resource. Properties and tags are merged key by key; null removes a key. */
export interface UpdateCall {
  properties?: JsonObject;
  tags?: Record<string, string | null>;
}

type DeleteAnswer =
  | { state: 'deleting' }
  | { state: 'gone' }
  | { state: 'blocked'; blockers: readonly { type: string; name: string }[] };

/**
 * The simulated cloud's API. Every failure is thrown as a ProviderError, except an abort by the
 * caller, whose reason is thrown as it is. Nothing is retried here.
 */
export interface CloudClient {
  /** Creates a resource, or returns the one that the client token created before. */
  create(call: CreateCall, signal: AbortSignal): Promise<CloudView>;
  /** Resolves to undefined when the resource does not exist or is not visible yet. */
  get(id: string, signal: AbortSignal): Promise<CloudView | undefined>;
  /** All visible resources with all of these tags, oldest first. */
  list(tags: Record<string, string>, signal: AbortSignal): Promise<CloudView[]>;
  /** Requests a change. New tags are in force at once, new properties when the change is complete. */
  update(id: string, call: UpdateCall, signal: AbortSignal): Promise<CloudView>;
  /** Requests the deletion of one resource, visible or not. */
  delete(id: string, signal: AbortSignal): Promise<DeleteAnswer>;
  /** The whole catalogue, of all regions. */
  instanceTypes(signal: AbortSignal): Promise<OfferedInstanceType[]>;
}

interface Page<Item> {
  items: Item[];
  nextToken?: string | undefined;
}

function pageOf<Item extends z.ZodType>(item: Item): z.ZodType<Page<z.output<Item>>> {
  return z.object({ items: z.array(item), nextToken: z.string().optional() });
}

// Made once, because zod compiles each new schema at its first use.
const resourcePage = pageOf(resourceSchema);
const instanceTypePage = pageOf(instanceTypeSchema);

/** Sends one request to the cloud and parses the answer with a schema. */
export type AskCloud = <Schema extends z.ZodType>(
  schema: Schema,
  request: HttpRequest,
  signal: AbortSignal,
) => Promise<z.output<Schema>>;

export function createAsk(options: HttpOptions): AskCloud {
  const send = createSend(options);
  return async (schema, request, signal) =>
    parseAnswer(schema, request, await send(request, signal));
}

export function createCloudClient(options: HttpOptions): CloudClient {
  const send = createSend(options);
  const ask = createAsk(options);

  async function pages<Item>(
    page: z.ZodType<Page<Item>>,
    list: { path: string; query: Record<string, string> },
    signal: AbortSignal,
  ): Promise<Item[]> {
    const items: Item[] = [];
    const query = new URLSearchParams(list.query);
    for (let count = 0; count < MAX_PAGES; count++) {
      const path = `${list.path}?${query.toString()}`;
      const answer = await ask(page, { method: 'GET', path }, signal);
      items.push(...answer.items);
      if (answer.nextToken === undefined) return items;
      query.set('nextToken', answer.nextToken);
    }
    throw badAnswer(`a list of more than ${MAX_PAGES} pages`, { path: list.path });
  }

  return {
    create: (body, signal) =>
      ask(resourceSchema, { method: 'POST', path: 'resources', body }, signal),

    async get(id, signal) {
      const request: HttpRequest = { method: 'GET', path: `resources/${encodeURIComponent(id)}` };
      const answer = await send(request, signal);
      return isMissing(answer) ? undefined : parseAnswer(resourceSchema, request, answer);
    },

    list: (tags, signal) =>
      pages(resourcePage, { path: 'resources', query: tagQuery(tags) }, signal),

    update: (id, body, signal) =>
      ask(
        resourceSchema,
        { method: 'PATCH', path: `resources/${encodeURIComponent(id)}`, body },
        signal,
      ),

    async delete(id, signal) {
      const path = `resources/${encodeURIComponent(id)}`;
      const answer = await send({ method: 'DELETE', path }, signal);
      if (!('fault' in answer)) return { state: 'deleting' };
      if (isMissing(answer)) return { state: 'gone' };
      const { blockers } = answer.fault;
      if (blockers !== undefined) return { state: 'blocked', blockers };
      throw cloudError(answer.fault);
    },

    instanceTypes: (signal) =>
      pages(instanceTypePage, { path: 'instance-types', query: {} }, signal),
  };
}

function tagQuery(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tag.${key}`, value]));
}

function isMissing(answer: HttpAnswer): boolean {
  return 'fault' in answer && answer.fault.code === 'ResourceNotFound';
}

function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  request: HttpRequest,
  answer: HttpAnswer,
): z.output<Schema> {
  if ('fault' in answer) throw cloudError(answer.fault);
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw badAnswer('an answer that cannot be read', {
    request: `${request.method} ${request.path}`,
    faults: z.prettifyError(parsed.error).slice(0, 1_000),
  });
}

function badAnswer(what: string, context: JsonObject): ProviderError {
  return new ProviderError({
    code: 'cloud_bad_answer',
    errorType: 'provider',
    publicMessage: `the cloud gave ${what}`,
    retryable: true,
    context,
  });
}
