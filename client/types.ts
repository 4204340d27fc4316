import type { Client } from 'openapi-fetch';
import type { components, paths } from './openapi.ts';

/** Every call of the API, typed by the OpenAPI document. */
export type Api = Client<paths>;

export type Operation = components['schemas']['Operation'];
/** An operation in a list, without its result and its resources. */
export type ListedOperation = components['schemas']['ListedOperation'];
