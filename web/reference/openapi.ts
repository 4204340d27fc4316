/** The parts of the OpenAPI document that the reference shows. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

interface Content {
  schema?: Schema;
  examples?: Record<string, { value: unknown }>;
}

interface Answer {
  $ref?: string;
  description: string;
  content?: Record<string, Content>;
}

interface Request {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Content> };
  responses: Record<string, Answer>;
}

export interface OpenApi {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Request>>;
  components: Record<string, Record<string, unknown>>;
}

/** One request of the API, with all references to parameters and answers resolved. */
export interface Endpoint extends Omit<Request, 'parameters' | 'responses'> {
  method: string;
  path: string;
  parameters: Parameter[];
  responses: [status: string, answer: Answer][];
}

export interface Section {
  name: string;
  description: string;
  endpoints: Endpoint[];
}

/** Returns true for what the server sends as its OpenAPI document. */
export function isOpenApi(value: unknown): value is OpenApi {
  return typeof value === 'object' && value !== null && 'paths' in value && 'components' in value;
}

/** Returns the requests by their tags, in the order of the document. */
export function sectionsOf(document: OpenApi): Section[] {
  const endpoints = Object.entries(document.paths).flatMap(([path, requests]) =>
    Object.entries(requests).map(([method, request]) => ({
      ...request,
      method: method.toUpperCase(),
      path,
      parameters: (request.parameters ?? []).map((it) => resolved(document, it)),
      responses: Object.entries(request.responses).map(([status, answer]): [string, Answer] => [
        status,
        resolved(document, answer),
      ]),
    })),
  );
  return document.tags
    .map(({ name, description }) => ({
      name,
      description,
      endpoints: endpoints.filter(({ tags }) => tags.includes(name)),
    }))
    .filter((section) => section.endpoints.length > 0);
}

/** Follows `$ref`, for example `#/components/schemas/Cluster`. Other values are returned as they are. */
export function resolved<T extends { $ref?: string }>(document: OpenApi, value: T): T {
  const [, , kind = '', name = ''] = value.$ref?.split('/') ?? [];
  const found = document.components[kind]?.[name];
  // A reference is to a value of its own kind.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return found === undefined ? value : (found as T);
}

/** Returns the name of the schema that a reference is to. */
export function schemaName({ $ref }: Schema): string | undefined {
  return $ref?.split('/').at(-1);
}

/**
 * Returns a command that sends the request. It has no key that makes it idempotent: it would do nothing when it is sent
 * again.
 *
 * @param server URL of the API
 */
export function curlOf(
  { method, path, parameters, requestBody }: Endpoint,
  server: string,
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((it) => it.in === 'path' && it.name === name)?.example;
    return typeof example === 'string' ? example : name;
  });
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const [example] = Object.values(content?.examples ?? {});
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${server}${filled}'`,
    ...(example === undefined
      ? []
      : [`-H 'Content-Type: ${type}'`, `-d '${quoted(JSON.stringify(example.value))}'`]),
  ].join(' \\\n  ');
}

/** In a shell, a text in single quotes ends before each of them. */
function quoted(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}

/** Returns the type of a value in words: "string, at most 63 characters, one of a, b". */
export function typeWords(schema: Schema): string {
  const { type, format, items, enum: values, const: only, default: usual } = schema;
  const name = schemaName(schema) ?? [type ?? 'any'].flat().join(' or ');
  const of =
    items === undefined
      ? ''
      : ` of ${schemaName(items) ?? [items.type ?? 'any'].flat().join(' or ')}`;
  return [
    `${name}${of}`,
    format,
    range(schema.minimum, schema.maximum, ''),
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
    values === undefined ? undefined : `one of ${values.map(String).join(', ')}`,
    only === undefined ? undefined : `always ${JSON.stringify(only)}`,
    usual === undefined ? undefined : `default ${JSON.stringify(usual)}`,
  ]
    .filter((words) => words !== undefined)
    .join(', ');
}

function range(min: number | undefined, max: number | undefined, unit: string): string | undefined {
  const isBounded = max !== undefined && max < Number.MAX_SAFE_INTEGER;
  if (min !== undefined && min > 0 && isBounded) return `${min} to ${max}${unit}`;
  if (isBounded) return `at most ${max}${unit}`;
  return min !== undefined && min > 0 ? `at least ${min}${unit}` : undefined;
}
