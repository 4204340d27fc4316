/** The request that a form sends, and the commands that send the same. */
import {
  operationFor,
  RESOURCE_KINDS,
  type ResourceType,
  type TypesWith,
} from '../../../contract/vocabulary.ts';
import type { Field, JsonSchema } from './fields.ts';

type Values = Readonly<Record<string, unknown>>;

export interface FormRequest {
  type: ResourceType;
  /** Absent for a new resource. */
  id?: string;
  body: Values;
}

/** A patch can change resources of this type. */
export function canChange(type: ResourceType): type is TypesWith<'update'> {
  return operationFor(type, 'update') !== undefined;
}

/** The fields that only one provider has, and its name. */
const ONLY_FOR: Readonly<Record<string, string>> = {
  aws: 'aws',
  onDelete: 'aws',
  simulation: 'simulated',
};

/** Returns the fields that fit to the provider, also inside of other fields. */
export function fieldsFor(fields: readonly Field[], provider: string | undefined): Field[] {
  return fields
    .filter(({ name }) => provider === undefined || (ONLY_FOR[name] ?? provider) === provider)
    .map((field) =>
      field.kind === 'group' || field.kind === 'list'
        ? { ...field, fields: fieldsFor(field.fields, provider) }
        : field,
    );
}

/**
 * Returns the names of the settings that a patch can change. What a patch has besides the spec is fixed, or
 * belongs to one operation only. The source of a deployment is stored in another form than it is sent.
 */
export function changeable(patch: JsonSchema, spec: JsonSchema): string[] {
  const known = Object.keys(spec.properties ?? {});
  return Object.keys(patch.properties ?? {}).filter(
    (name) => name !== 'source' && known.includes(name),
  );
}

/** The command line reads the same JSON as the API. */
export function cliCommand({ type, id, body }: FormRequest): string {
  const { collection } = RESOURCE_KINDS[type];
  const verb = id === undefined ? 'create' : `update ${id}`;
  return `slipway ${collection} ${verb} -f - <<'EOF'\n${JSON.stringify(body, null, 2)}\nEOF`;
}

/** @param url of the API */
export function curlCommand({ type, id, body }: FormRequest, url: string): string {
  const { collection } = RESOURCE_KINDS[type];
  const path = id === undefined ? collection : `${collection}/${encodeURIComponent(id)}`;
  const method = id === undefined ? 'POST' : 'PATCH';
  const mediaType = id === undefined ? 'application/json' : 'application/merge-patch+json';
  return [
    `curl -X ${method} ${quoted(`${url}/${path}`)}`,
    `  -H 'Content-Type: ${mediaType}'`,
    `  -d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n');
}

/** Quotes a text for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
