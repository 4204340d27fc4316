import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../api/openapi/document.ts';
import {
  curlOf,
  isOpenApi,
  resolved,
  sectionsOf,
  typeWords,
  type OpenApi,
} from '../../../web/reference/openapi.ts';

function served(): OpenApi {
  const document: unknown = JSON.parse(JSON.stringify(openApiDocument('')));
  if (!isOpenApi(document)) throw new Error('not an OpenAPI document');
  return document;
}
const document = served();
const sections = sectionsOf(document);
const endpointOf = (id: string) => {
  const found = sections.flatMap((it) => it.endpoints).find((it) => it.operationId === id);
  if (found === undefined) throw new Error(`no request ${id}`);
  return found;
};

test('every request is in a section, with its parameters', () => {
  const ids = sections.flatMap(({ endpoints }) => endpoints.map((it) => it.operationId));
  const all = Object.values(document.paths).flatMap((it) => Object.values(it));
  expect(new Set(ids)).toEqual(new Set(all.map((it) => it.operationId)));
  for (const { parameters } of sections.flatMap((it) => it.endpoints)) {
    expect(parameters.filter(({ name }) => name === undefined)).toEqual([]);
  }
});

describe('the example of a request', () => {
  test('can be sent twice', () => {
    expect(curlOf(endpointOf('createCluster'), 'http://localhost:3000')).toBe(
      `curl -X POST 'http://localhost:3000/clusters' \\
  -H 'Content-Type: application/json' \\
  -d '{"name":"demo"}'`,
    );
    const all = sections.flatMap((it) => it.endpoints).map((it) => curlOf(it, ''));
    expect(all.filter((command) => /idempotency/i.test(command))).toEqual([]);
  });

  test('has examples in its path', () => {
    expect(curlOf(endpointOf('getOperation'), '')).toMatch(/^curl '\/operations\/[0-9A-Z]{26}'$/);
  });

  test('is quoted for a shell', () => {
    const endpoint = endpointOf('createCluster');
    const content = { 'application/json': { examples: { a: { value: "it's" } } } };
    expect(curlOf({ ...endpoint, requestBody: { content } }, '')).toContain(
      String.raw`-d '"it'\''s"'`,
    );
  });
});

test.each([
  [
    { type: 'string', maxLength: 63, enum: ['a', 'b'] },
    'string, at most 63 characters, one of a, b',
  ],
  [{ type: 'integer', minimum: 1, maximum: 9, default: 3 }, 'integer, 1 to 9, default 3'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Cluster' } }, 'array of Cluster'],
  [{ $ref: '#/components/schemas/Cluster' }, 'Cluster'],
  [{}, 'any'],
])('the type of %j', (schema, words) => {
  expect(typeWords(schema)).toBe(words);
});

test('references are followed', () => {
  const schema = resolved(document, { $ref: '#/components/schemas/CreateClusterRequest' });
  expect(Object.keys(schema)).toContain('properties');
});
