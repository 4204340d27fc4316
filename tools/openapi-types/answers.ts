/** Generates the table of the successful answers, which the client checks before it believes an answer. */

/** The parts of an OpenAPI document that the table is made from. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, { responses?: Record<string, Response> }>>;
  components: { schemas: Record<string, Schema> };
}

interface Response {
  content?: Record<string, { schema?: Schema }>;
}

interface Schema {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, Schema>;
}

/**
 * Returns the text of the table: for each method and path the successful statuses, their media types, and
 * the members that a JSON body must have.
 *
 * @param header the comment at the start of the file
 */
export function answersTable(document: OpenApiDocument, header: string): string {
  const named = new Map<string, string>();
  const lines: string[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(item)) {
      if (responses === undefined) continue;
      const statuses = Object.entries(responses)
        .filter(([status]) => isSuccess(status))
        .map(([status, { content = {} }]) => {
          const types = Object.entries(content).map(
            ([type, { schema = {} }]) => `'${type}': ${members(document, schema, named)}`,
          );
          return `${status}: ${braced(types)}`;
        });
      lines.push(`  '${method.toUpperCase()} ${path}': ${braced(statuses)},`);
    }
  }
  const constants = [...named].map(([name, list]) => `const ${name}: Members = ${list};`);
  return `${header}
/** The members that a JSON body must have, and the type of each. */
export type Members = Readonly<Record<string, string>>;

/** The media types of an answer by its status. */
type Answers = Readonly<Record<number, Readonly<Record<string, Members>>>>;

${constants.join('\n')}

/** The successful answers by method and path. */
export const ANSWERS: Readonly<Record<string, Answers>> = {
${lines.join('\n')}
};
`;
}

/** The redirect to the page is left out, because it is only for browsers that ask for HTML. */
function isSuccess(status: string): boolean {
  return status.startsWith('2') || status === '304';
}

/** Returns the expression for the required members: the name of a constant if the schema has a name. */
function members(document: OpenApiDocument, schema: Schema, named: Map<string, string>): string {
  const name = nameOf(schema);
  if (name === undefined) return membersOf(document, schema);
  named.set(name, membersOf(document, document.components.schemas[name] ?? {}));
  return name;
}

function membersOf(document: OpenApiDocument, { required = [], properties = {} }: Schema): string {
  return braced(required.map((name) => `${name}: '${typeOf(document, properties[name] ?? {})}'`));
}

/** Returns the JSON type of a schema. A schema without a type lists strings. */
function typeOf({ components }: OpenApiDocument, schema: Schema): string {
  const name = nameOf(schema);
  const { type = 'string' } = name === undefined ? schema : (components.schemas[name] ?? schema);
  return type === 'integer' ? 'number' : type;
}

function nameOf({ $ref }: Schema): string | undefined {
  return $ref?.split('/').at(-1);
}

function braced(entries: readonly string[]): string {
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
