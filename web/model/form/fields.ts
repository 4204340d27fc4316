/** Turns the schema of a request in the OpenAPI document into the fields of a form. */
import { fieldLabel } from '../labels.ts';

/** The part of JSON Schema that the document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | readonly string[];
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  minimum?: number;
  maximum?: number;
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

interface Common {
  name: string;
  label: string;
  description?: string;
  isRequired: boolean;
  /** What the service takes when the field is left out. */
  fallback?: unknown;
}

export type Field = Common &
  (
    | { kind: 'text' }
    | { kind: 'number'; min?: number; max?: number }
    | { kind: 'boolean' }
    | { kind: 'choice'; choices: readonly (string | number)[] }
    /** Several texts. */
    | { kind: 'texts' }
    /** Names that the user chooses, with values. */
    | { kind: 'map'; values: 'line' | 'file' | 'json' }
    | { kind: 'group'; fields: readonly Field[] }
    /** Several objects. */
    | { kind: 'list'; fields: readonly Field[] }
    /** Anything else, as JSON. */
    | { kind: 'json' }
  );

/** Maps whose values are whole files. */
const FILES: ReadonlySet<string> = new Set(['files']);

/** Returns the fields of an object, those that are required first. */
export function fieldsOf(schema: JsonSchema, schemas: Schemas): Field[] {
  const { properties = {}, required = [] } = resolved(schema, schemas);
  const fields = Object.entries(properties).map(([name, property]) =>
    fieldOf(name, property, required.includes(name), schemas),
  );
  return fields.toSorted((a, b) => rank(a) - rank(b));
}

/** Names first, then where the resource is placed, then the other settings, and groups last. */
function rank({ name, isRequired, kind }: Field): number {
  if (name === 'name') return 0;
  if (isRequired) return 1;
  const place = ['provider', 'region', 'connectionId', 'networkId'].indexOf(name);
  if (place >= 0) return 2 + place;
  return kind === 'group' || kind === 'json' ? 7 : 6;
}

function fieldOf(name: string, property: JsonSchema, isRequired: boolean, schemas: Schemas): Field {
  const schema = resolved(property, schemas);
  const description = property.description ?? schema.description;
  const fallback = property.default ?? schema.default;
  const common = {
    name,
    label: fieldLabel(name),
    isRequired,
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { fallback }),
  };
  const choices = schema.enum?.filter(
    (choice) => typeof choice === 'string' || typeof choice === 'number',
  );
  if (choices !== undefined) return { ...common, kind: 'choice', choices };
  switch (typeOf(schema)) {
    case 'string':
      return { ...common, kind: 'text' };
    case 'integer':
    case 'number':
      return {
        ...common,
        kind: 'number',
        ...(schema.minimum !== undefined && { min: schema.minimum }),
        ...(schema.maximum !== undefined && { max: schema.maximum }),
      };
    case 'boolean':
      return { ...common, kind: 'boolean' };
    case 'array':
      return { ...common, ...arrayOf(schema, schemas) };
    case 'object':
      return { ...common, ...objectOf(name, schema, schemas) };
    default:
      return { ...common, kind: 'json' };
  }
}

function arrayOf({ items = {} }: JsonSchema, schemas: Schemas) {
  const item = resolved(items, schemas);
  if (typeOf(item) === 'string') return { kind: 'texts' } as const;
  if (item.properties === undefined) return { kind: 'json' } as const;
  return { kind: 'list', fields: fieldsOf(item, schemas) } as const;
}

function objectOf(name: string, schema: JsonSchema, schemas: Schemas) {
  if (schema.properties !== undefined) {
    return { kind: 'group', fields: fieldsOf(schema, schemas) } as const;
  }
  const { additionalProperties } = schema;
  if (typeof additionalProperties !== 'object') return { kind: 'json' } as const;
  const value = resolved(additionalProperties, schemas);
  if (value.properties !== undefined) return { kind: 'json' } as const;
  if (typeOf(value) !== 'string') return { kind: 'map', values: 'json' } as const;
  return { kind: 'map', values: FILES.has(name) ? 'file' : 'line' } as const;
}

/** Follows a reference, and takes null out of the choices: a form leaves out what is null. */
function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return resolved(schemas[name] ?? {}, schemas);
  }
  const others = schema.anyOf?.filter(({ type }) => type !== 'null');
  const [only] = others ?? [];
  if (only === undefined || others?.length !== 1) return schema;
  return {
    ...resolved(only, schemas),
    ...(schema.default !== undefined && { default: schema.default }),
  };
}

function typeOf({ type }: JsonSchema): string | undefined {
  if (typeof type === 'string' || type === undefined) return type;
  return type.find((one) => one !== 'null');
}
