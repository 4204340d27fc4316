/** The schemas of the OpenAPI document, to check response bodies against. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { openApiDocument } from '../../../api/openapi/document.ts';
import type { SchemaName } from '../../../api/openapi/schemas.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(withoutExtraFields(openApiDocument('')) as object, 'document');

/** Fails unless the body fits the document's schema and has no field that the schema does not name. */
export function expectDocumented(name: SchemaName, body: unknown): void {
  const validate = ajv.getSchema(`document#/components/schemas/${name}`);
  if (validate === undefined) throw new Error(`the document has no schema ${name}`);
  const fits = validate(body) === true;
  const faults = (fits ? [] : (validate.errors ?? [])).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  expect({ [name]: faults }).toEqual({ [name]: [] });
}

/**
 * The document allows new fields in responses, because clients must tolerate them. Today there must be
 * none.
 */
function withoutExtraFields(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutExtraFields);
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(
    Object.entries(part).map(([key, of]) => [key, withoutExtraFields(of)]),
  );
  const isObject = copy['type'] === 'object' && copy['properties'] !== undefined;
  return isObject ? { additionalProperties: false, ...copy } : copy;
}
