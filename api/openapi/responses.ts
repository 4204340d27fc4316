/** Responses and parameters that several paths of the document share. */
import type * as z from 'zod';
import { EXAMPLES } from './examples.ts';
import { submitQuerySchema } from '../http/submit.ts';
import { headerRefs, parameterRef, type HeaderName } from './headers.ts';
import { queryParameters, schemaRef, type SchemaName } from './schemas.ts';

type ExampleName = keyof typeof EXAMPLES;

/** Requests that can follow a response with an operation. They take the operation's id from its body. */
export const LINKS = {
  getOperation: link('getOperation', 'Poll the operation, or wait for its next change.'),
  getOperationEvents: link('getOperationEvents', 'Stream the changes of the operation.'),
  cancelOperation: link('cancelOperation', 'Cancel the operation.'),
  retryOperation: link(
    'retryOperation',
    'Retry the operation after it has failed or was canceled.',
  ),
};

const OPERATION_LINKS = Object.fromEntries(
  Object.keys(LINKS).map((name) => [name, { $ref: `#/components/links/${name}` }]),
);

export function json(
  schema: SchemaName,
  ...examples: readonly ExampleName[]
): { 'application/json': object } {
  return { 'application/json': { schema: schemaRef(schema), examples: named(examples) } };
}

/** The content of a body with one example of its own. */
export function jsonExample(
  schema: SchemaName,
  name: string,
  value: object,
): { 'application/json': object } {
  return { 'application/json': { schema: schemaRef(schema), examples: { [name]: { value } } } };
}

export function named(examples: readonly ExampleName[]): object {
  return Object.fromEntries(examples.map((name) => [name, { value: EXAMPLES[name] }]));
}

/** The responses of a request that starts an operation: `202`, or `200` with `validateOnly`. */
export function submitted(description: string): Record<string, object> {
  return {
    '200': {
      description:
        'With `validateOnly`: the operation that would start, with its plan. Nothing was stored.',
      headers: headerRefs(['X-Request-Id', 'Cache-Control']),
      content: json('Operation', 'preview'),
    },
    ...accepted(description, ['Idempotency-Replayed']),
  };
}

/**
 * The parameters of every request that starts an operation.
 *
 * @param more the query of a request that can have more
 */
export function submitParameters(
  more: { query: z.ZodObject; descriptions: Readonly<Record<string, string>> } = {
    query: submitQuerySchema,
    descriptions: {},
  },
): object[] {
  return [
    ...queryParameters(more.query, {
      ...more.descriptions,
      validateOnly:
        '`true` returns the plan of the operation without starting it. A worker must be running.',
    }),
    parameterRef('Idempotency-Key'),
    parameterRef('X-Request-Id'),
  ];
}

/** The `202` response: the operation continues. */
export function accepted(
  description: string,
  more: readonly HeaderName[] = [],
): Record<string, object> {
  return {
    '202': {
      description,
      headers: headerRefs([
        'X-Request-Id',
        'Location',
        'Operation-Location',
        'Retry-After',
        'ETag',
        'Cache-Control',
        ...more,
      ]),
      content: json('Operation', 'submitted'),
      links: OPERATION_LINKS,
    },
  };
}

/** The `200` response with one page of a list. */
export function page(content: object): Record<string, object> {
  return {
    '200': {
      description: 'One page of the list.',
      headers: headerRefs(['X-Request-Id', 'Cache-Control']),
      content,
    },
  };
}

/** The `200` response with the current state of an operation. */
export function operationResponse(
  description: string,
  more: readonly HeaderName[] = [],
): Record<string, object> {
  return {
    '200': {
      description,
      headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control', 'Progress-Source', ...more]),
      content: json('Operation', 'running'),
      links: OPERATION_LINKS,
    },
  };
}

export function notModified(...more: readonly HeaderName[]): Record<string, object> {
  return {
    '304': {
      description: 'The client already has the current state.',
      headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control', ...more]),
    },
  };
}

export function body(
  schema: SchemaName,
  example: ExampleName,
  required: boolean,
): { required: boolean; content: object } {
  return { required, content: json(schema, example) };
}

function link(operationId: string, description: string) {
  return { operationId, parameters: { operationId: '$response.body#/id' }, description };
}
