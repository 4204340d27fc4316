/** The answers that routes share, and what a client can do with them. */
import { EXAMPLES } from './examples.ts';
import { submitQuerySchema } from '../http/submit.ts';
import { headerRefs, parameterRef, type HeaderName } from './headers.ts';
import { queryParameters, schemaRef, type SchemaName } from './schemas.ts';

type ExampleName = keyof typeof EXAMPLES;

/** What may be asked of an operation, with the id from the body. */
export const LINKS = {
  getOperation: link('getOperation', 'Poll it, or wait for news of it.'),
  getOperationEvents: link('getOperationEvents', 'Follow it.'),
  cancelOperation: link('cancelOperation', 'Cancel it.'),
  retryOperation: link('retryOperation', 'Do it again, once it has failed or was canceled.'),
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

export function named(examples: readonly ExampleName[]): object {
  return Object.fromEntries(examples.map((name) => [name, { value: EXAMPLES[name] }]));
}

/** An operation was started, or a request with its key is repeated; or it would be. */
export function submitted(description: string): Record<string, object> {
  return {
    '200': {
      description:
        'With `validateOnly`: the operation as it would be, with its plan. Nothing was stored.',
      headers: headerRefs(['X-Request-Id', 'Cache-Control']),
      content: json('Operation', 'preview'),
    },
    ...accepted(description, ['Idempotency-Replayed']),
  };
}

/** The parameters of every submit. */
export function submitParameters(): object[] {
  return [
    ...queryParameters(submitQuerySchema, {
      validateOnly:
        '`true`: answers with the plan of the operation, and does nothing. Needs a worker.',
    }),
    parameterRef('Idempotency-Key'),
    parameterRef('X-Request-Id'),
  ];
}

/** An operation goes on. */
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

/** One page of a list. */
export function page(schema: SchemaName, example: ExampleName): Record<string, object> {
  return {
    '200': {
      description: 'The page.',
      headers: headerRefs(['X-Request-Id', 'Cache-Control']),
      content: json(schema, example),
    },
  };
}

/** An operation as it is. */
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
      description: 'The client has this state.',
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
