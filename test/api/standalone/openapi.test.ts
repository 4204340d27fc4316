import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compileErrors, validate } from '@readme/openapi-parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { EXAMPLES } from '../../../api/openapi/examples.ts';
import { KIND_DOCUMENTS } from '../../../api/openapi/kinds/kinds.ts';
import { openApiDocument } from '../../../api/openapi/document.ts';
import { clusterSchema, createClusterRequestSchema } from '../../../contract/resources/cluster.ts';
import {
  discoverRequestSchema,
  discoveryMetadataSchema,
} from '../../../contract/resources/instance-types.ts';
import { createNetworkRequestSchema, networkSchema } from '../../../contract/resources/network.ts';
import { decisionRequestSchema } from '../../../contract/operations/decision.ts';
import { listedOperationSchema, operationSchema } from '../../../contract/operations/operation.ts';
import { PROBLEMS } from '../../../contract/problems/problem-codes.ts';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { RESOURCE_KINDS, RESOURCE_TYPES } from '../../../contract/vocabulary.ts';
import { timelineSchema } from '../../../contract/operations/timeline.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { loneApp, startLoneApi } from '../../support/api/lone-api.ts';

const BASE = '/api/v1';

/** The parts of the document that these tests read. */
const operationObject = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  parameters: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        in: z.string().optional(),
        schema: z.looseObject({}).optional(),
      }),
    )
    .default([]),
  responses: z.record(
    z.string(),
    z.looseObject({
      headers: z.record(z.string(), z.unknown()).optional(),
      links: z.record(z.string(), z.unknown()).optional(),
      content: z
        .record(
          z.string(),
          z.looseObject({
            examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
          }),
        )
        .optional(),
    }),
  ),
});
const documentSchema = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ version: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.looseObject({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operationObject)),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

const { api } = startLoneApi(BASE);

async function servedDocument() {
  return documentSchema.parse((await api.get(`${BASE}/openapi.json`)).body);
}

function operationsOf(document: z.infer<typeof documentSchema>) {
  return Object.entries(document.paths).flatMap(([at, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ at, method, ...operation })),
  );
}

/** The document's schemas, ready to validate. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(openApiDocument(''), 'document');
function fits(schema: string, value: unknown): boolean {
  const validator = ajv.getSchema(`document#/components/schemas/${schema}`);
  if (validator === undefined) throw new Error(`the document has no schema ${schema}`);
  return validator(value) as boolean;
}

/** Checks formats, too, because a time is only defined by its format. */
const queries = new Ajv2020({
  strict: false,
  formats: {
    'date-time': (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success,
  },
});

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The pages of lists and resources, which programs do not call. */
const PAGES = new Set([
  'get /ui/operations',
  ...RESOURCE_TYPES.flatMap((type) => {
    const page = `get /ui/${RESOURCE_KINDS[type].collection}`;
    return [page, `${page}/{}`, `${page}/{}/change`, page.replace('/ui/', '/ui/create/')];
  }),
]);

function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route === undefined) return routesOf(handle.stack ?? []);
    return [route.path].flat().flatMap((pattern) => {
      const at = pattern.replaceAll(/(?<!\\):\w+/g, '{}').replaceAll('\\', '');
      return Object.keys(route.methods).map((method) => `${method} ${at}`);
    });
  });
}

describe('the document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { body } = await api.get(`${BASE}/openapi.json`);
    expect(body).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      servers: [{ url: BASE }],
    });
    const result = await validate(body as Parameters<typeof validate>[0]);
    expect(result.valid ? '' : compileErrors(result)).toBe('');
  });

  test('has the paths of the app, and no others', async () => {
    const { router } = loneApp('') as unknown as { router: { stack: Layer[] } };
    const documented = operationsOf(await servedDocument()).map(
      ({ method, at }) => `${method} ${at.replaceAll(/\{\w+\}/g, '{}')}`,
    );
    const routes = routesOf(router.stack).filter((route) => !PAGES.has(route));
    expect(documented.toSorted()).toEqual(routes.toSorted());
  });

  test('names each operation once, under tags that it describes', async () => {
    const document = await servedDocument();
    const ids = operationsOf(document).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(operationsOf(document).flatMap((operation) => operation.tags));
    expect(document.tags.map(({ name }) => name).toSorted()).toEqual([...tags].toSorted());
  });

  test('refers only to components that it has', async () => {
    const { body } = await api.get(`${BASE}/openapi.json`);
    const references = JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g);
    for (const [, reference = ''] of references) {
      expect(body).toHaveProperty(reference.split('/'));
    }
  });

  test('has every error as a problem, with an example of each of its codes', async () => {
    const codes = new Set<string>();
    for (const { responses } of operationsOf(await servedDocument())) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
        const examples = Object.entries(content?.['application/problem+json']?.examples ?? {});
        for (const [code, { value }] of examples) {
          expect(parseExactly(problemSchema, value)).toMatchObject({
            code,
            status: Number(status),
          });
          expect(fits('Problem', value)).toBe(true);
          codes.add(code);
        }
      }
    }
    // No endpoint responds with it yet.
    const known = Object.keys(PROBLEMS).filter((code) => code !== 'method_not_allowed');
    expect([...codes].toSorted()).toEqual(known.toSorted());
  });

  test('links every submit to its operation', async () => {
    const submits = operationsOf(await servedDocument()).filter(
      ({ responses }) => '202' in responses,
    );
    expect(submits.length).toBeGreaterThanOrEqual(7);
    for (const { responses } of submits) {
      expect(responses['202']?.links).toHaveProperty('getOperation');
      expect(Object.keys(responses['202']?.headers ?? {})).toEqual(
        expect.arrayContaining(['Location', 'Operation-Location', 'Retry-After', 'ETag']),
      );
    }
  });

  test('describes each field of the metadata', async () => {
    const { components } = await servedDocument();
    const { properties } = z
      .looseObject({ properties: z.record(z.string(), z.looseObject({ description: z.string() })) })
      .parse(components.schemas['DiscoveryMetadata']);
    expect(Object.keys(properties)).toEqual(Object.keys(discoveryMetadataSchema.shape));
  });

  test('has the version of the package', async () => {
    const file = path.resolve(import.meta.dirname, '../../../package.json');
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(file, 'utf8')));
    expect((await servedDocument()).info.version).toBe(version);
  });

  test('supports conditional requests, and refuses a query', async () => {
    const { headers } = await api.get(`${BASE}/openapi.json`);
    const again = await api.get(`${BASE}/openapi.json`, {
      headers: { 'if-none-match': headers['etag'] ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await api.get(`${BASE}/openapi.json?pretty`)).status).toBe(400);
  });
});

describe('the examples', () => {
  test.each([
    ['Operation', operationSchema, EXAMPLES.submitted],
    ['Operation', operationSchema, EXAMPLES.running],
    ['ListedOperation', listedOperationSchema, EXAMPLES.operations.items[0]],
    ['Cluster', clusterSchema, KIND_DOCUMENTS.cluster.examples.record],
    ['Network', networkSchema, KIND_DOCUMENTS.network.examples.record],
    ['Timeline', timelineSchema, EXAMPLES.timeline],
  ] as const)('%s: schema and document agree', (name, schema, example) => {
    parseExactly(schema as z.ZodType, example);
    expect(fits(name, example)).toBe(true);
  });
});

const CLUSTER = 'CreateClusterRequest';
describe('a request', () => {
  test.each([
    [CLUSTER, createClusterRequestSchema, KIND_DOCUMENTS.cluster.examples.createRequest, true],
    [CLUSTER, createClusterRequestSchema, {}, false],
    [CLUSTER, createClusterRequestSchema, { name: 'My Cluster' }, false],
    [CLUSTER, createClusterRequestSchema, { name: 'a', unknown: 1 }, false],
    [CLUSTER, createClusterRequestSchema, { name: 'a', nodeGroups: [{ name: 'b', x: 1 }] }, false],
    [CLUSTER, createClusterRequestSchema, { name: 'a', tags: { 'slipway:x': '' } }, false],
    [CLUSTER, createClusterRequestSchema, { name: 'a', tags: manyTags(40) }, true],
    [CLUSTER, createClusterRequestSchema, { name: 'a', tags: manyTags(41) }, false],
    [
      'CreateNetworkRequest',
      createNetworkRequestSchema,
      KIND_DOCUMENTS.network.examples.createRequest,
      true,
    ],
    ['CreateNetworkRequest', createNetworkRequestSchema, { name: 'a', natGateways: 'two' }, false],
    ['CreateNetworkRequest', createNetworkRequestSchema, { name: 'a', tags: manyTags(41) }, false],
    [CLUSTER, createClusterRequestSchema, { name: 'a', addons: ['coredns', 'coredns'] }, false],
    [CLUSTER, createClusterRequestSchema, withTypes('m5.large', 'c5.large'), true],
    [CLUSTER, createClusterRequestSchema, withTypes('m5.large', 'm5.large'), false],
    [CLUSTER, createClusterRequestSchema, withFault({ type: 'vpc' }), true],
    [CLUSTER, createClusterRequestSchema, withFault({ name: 'main' }), true],
    [CLUSTER, createClusterRequestSchema, withFault({}), false],
    ['DiscoverRequest', discoverRequestSchema, EXAMPLES.discover, true],
    ['DiscoverRequest', discoverRequestSchema, {}, true],
    ['DiscoverRequest', discoverRequestSchema, { minVCpus: 0 }, false],
    ['DecisionRequest', decisionRequestSchema, EXAMPLES.cancel, true],
    ['DecisionRequest', decisionRequestSchema, { reason: '' }, false],
    ['DecisionRequest', decisionRequestSchema, { why: 'x' }, false],
  ] as const)('%s: schema and document agree (%#)', (name, schema, body, accepted) => {
    expect(schema.safeParse(body).success).toBe(accepted);
    expect(fits(name, body)).toBe(accepted);
  });

  test.each([
    '/operations',
    '/clusters',
    '/networks',
    '/clusters/{clusterId}/operations',
    '/networks/{networkId}/operations',
  ])('the query of %s: server and document agree', async (at) => {
    const parameters = (await servedDocument()).paths[at]?.['get']?.parameters ?? [];
    const query = parameters.filter((parameter) => parameter.in === 'query');
    expect(query.map(({ name }) => name)).toEqual(expect.arrayContaining(['limit', 'status']));
    for (const { name, schema } of query) {
      for (const value of ['', '0', '1', '100', '101', '1.5', 'failed', 'failed,demo', 'A B']) {
        const given = `${BASE}${at.replace(/\{\w+\}/, 'demo')}?${name}=${encodeURIComponent(value)}`;
        const { status } = await api.get(given);
        expect({ given, status }).toEqual({
          given,
          status: queries.validate(schema ?? false, value) ? 200 : 400,
        });
      }
    }
  });
});

test.each([
  ['10.0.0.0/16', true],
  ['10.0.128.0/17', true],
  ['172.16.252.0/22', true],
  ['255.255.240.0/20', true],
  ['0.0.0.0/19', true],
  ['10.0.0.0/15', false],
  ['10.0.0.0/23', false],
  ['10.0.1.0/16', false],
  ['10.0.64.0/17', false],
  ['10.0.2.0/22', false],
  ['10.0.0.4/22', false],
  ['256.0.0.0/16', false],
  ['10.0.256.0/22', false],
  ['010.0.0.0/16', false],
  ['10.0.0.0', false],
])('the range %s: schema and document agree', (cidr, accepted) => {
  expect(createNetworkRequestSchema.safeParse({ name: 'a', cidr }).success).toBe(accepted);
  expect(fits('CreateNetworkRequest', { name: 'a', cidr })).toBe(accepted);
});

function withTypes(...instanceTypes: string[]): object {
  return { name: 'a', nodeGroups: [{ name: 'b', instanceTypes }] };
}

function withFault(target: object): object {
  return { name: 'a', simulation: { faults: [{ ...target, when: 'create', kind: 'error' }] } };
}

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag${i}`, '']));
}
