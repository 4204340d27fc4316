/** The schemas of the document, generated from the zod schemas of requests and responses. */
import * as z from 'zod';
import { accessEntrySchema } from '../../contract/providers/aws-settings/access.ts';
import { podIdentitySchema } from '../../contract/providers/aws-settings/pod-identity.ts';
import { awsNodeGroupSchema } from '../../contract/providers/aws-node-group.ts';
import { archiveSchema } from '../../contract/resources/archive.ts';
import { nodeGroupSchema } from '../../contract/resources/cluster.ts';
import { deploymentOutputsSchema } from '../../contract/resources/deployment.ts';
import {
  discoverRequestSchema,
  discoveryMetadataSchema,
  instanceTypeSchema,
} from '../../contract/resources/instance-types.ts';
import { decisionRequestSchema, decisionSchema } from '../../contract/operations/decision.ts';
import {
  leftBehindSchema,
  operationErrorSchema,
  operationResultSchema,
  listedOperationSchema,
  operationSchema,
  progressResourceSchema,
  progressSchema,
  progressSummarySchema,
} from '../../contract/operations/operation.ts';
import { ledgerItemSchema, ledgerSchema } from '../../contract/resources/ledger.ts';
import { diagnosticSchema } from '../../contract/diagnostics/diagnostic.ts';
import { logLineSchema } from '../../contract/operations/log.ts';
import {
  operationPlanSchema,
  planAttributeSchema,
  plannedChangeSchema,
} from '../../contract/operations/plan.ts';
import { webhookReceiptSchema } from '../../contract/webhook-receipt.ts';
import { problemSchema } from '../../contract/problems/problem.ts';
import {
  awsClusterSchema,
  awsIamSchema,
  awsNetworkSchema,
  onDeleteSchema,
} from '../../contract/providers/aws.ts';
import { tagsSchema } from '../../contract/resources/provider-fields.ts';
import { faultSchema, simulationSchema } from '../../contract/providers/simulation.ts';
import { timelineItemSchema, timelineSchema } from '../../contract/operations/timeline.ts';
import {
  outputValueSchema,
  stateDiffSchema,
  stateFileSchema,
  stateVersionSchema,
  stateVersionsSchema,
} from '../../contract/resources/state.ts';
import { RESOURCE_SCHEMAS } from '../../contract/resources/schemas.ts';
import {
  RESOURCE_TYPES,
  typesWith,
  type ResourceType,
  type TypesWith,
} from '../../contract/vocabulary.ts';
import { KIND_DOCUMENTS } from './kinds/kinds.ts';
import { FIELD_DESCRIPTIONS } from './field-descriptions.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The schemas of the data that clients send. Unknown fields are refused. */
const REQUESTS = {
  DiscoverRequest: discoverRequestSchema,
  DecisionRequest: decisionRequestSchema,
  NodeGroup: nodeGroupSchema,
  AccessEntry: accessEntrySchema,
  AwsNodeGroup: awsNodeGroupSchema,
  AwsCluster: awsClusterSchema,
  AwsIam: awsIamSchema,
  AwsNetwork: awsNetworkSchema,
  OnDelete: onDeleteSchema,
  PodIdentity: podIdentitySchema,
  Simulation: simulationSchema,
  Fault: faultSchema,
} satisfies Record<string, z.ZodType>;

/** The schemas of the data that clients receive. Later versions may add fields. */
const RESPONSES = {
  Operation: operationSchema,
  Decision: decisionSchema,
  LeftBehind: leftBehindSchema,
  Progress: progressSchema,
  ListedOperation: listedOperationSchema,
  ProgressResource: progressResourceSchema,
  ProgressSummary: progressSummarySchema,
  OperationResult: operationResultSchema,
  OperationError: operationErrorSchema,
  InstanceType: instanceTypeSchema,
  DiscoveryMetadata: discoveryMetadataSchema,
  Timeline: timelineSchema,
  TimelineItem: timelineItemSchema,
  Ledger: ledgerSchema,
  LedgerItem: ledgerItemSchema,
  Archive: archiveSchema,
  WebhookReceipt: webhookReceiptSchema,
  DeploymentOutputs: deploymentOutputsSchema,
  Diagnostic: diagnosticSchema,
  LogLine: logLineSchema,
  OperationPlan: operationPlanSchema,
  OutputValue: outputValueSchema,
  StateVersion: stateVersionSchema,
  StateVersions: stateVersionsSchema,
  StateDiff: stateDiffSchema,
  StateFile: stateFileSchema,
  PlannedChange: plannedChangeSchema,
  PlanAttribute: planAttributeSchema,
  Problem: problemSchema,
} satisfies Record<string, z.ZodType>;

/** The responses of `GET` on a collection. Each has the schema of its items and a description. */
const LISTS = {
  OperationList: ['ListedOperation', 'Newest first.'],
} as const satisfies Record<string, [keyof typeof RESPONSES, string]>;

type Title = Capitalize<ResourceType>;
export type SchemaName =
  | keyof typeof REQUESTS
  | keyof typeof RESPONSES
  | keyof typeof LISTS
  | Title
  | `${Title}${'Spec' | 'List'}`
  | `Create${Title}Request`
  | `Update${Capitalize<TypesWith<'update'>>}Request`;

/** The schemas of each kind of resource, with the descriptions of their fields, by name. */
const KIND_REQUESTS: Record<string, z.ZodType> = {};
const KIND_RESPONSES: Record<string, z.ZodType> = {};
const KIND_LISTS: Record<string, [SchemaName, string]> = {};
const DESCRIPTIONS: Record<string, Readonly<Record<string, string>>> = { ...FIELD_DESCRIPTIONS };
for (const type of RESOURCE_TYPES) {
  const { title, descriptions } = KIND_DOCUMENTS[type];
  const schemas: { record: z.ZodType; spec: z.ZodType; createRequest: z.ZodType } =
    RESOURCE_SCHEMAS[type];
  KIND_REQUESTS[`Create${title}Request`] = schemas.createRequest;
  KIND_RESPONSES[title] = schemas.record;
  KIND_RESPONSES[`${title}Spec`] = schemas.spec;
  KIND_LISTS[`${title}List`] = [title, 'Newest first, unless the request has another order.'];
  DESCRIPTIONS[title] = descriptions.record ?? {};
  DESCRIPTIONS[`${title}Spec`] = descriptions.spec ?? {};
  DESCRIPTIONS[`Create${title}Request`] = descriptions.createRequest ?? {};
  DESCRIPTIONS[`Update${title}Request`] = descriptions.updateRequest ?? {};
}
for (const type of typesWith('update')) {
  KIND_REQUESTS[`Update${KIND_DOCUMENTS[type].title}Request`] =
    RESOURCE_SCHEMAS[type].updateRequest;
}

export function schemaRef(name: SchemaName): { $ref: string } {
  return { $ref: refTo(name) };
}

export function componentSchemas(): Record<string, JsonSchema> {
  const lists = Object.entries({ ...LISTS, ...KIND_LISTS }).map(
    ([name, [item, description]]): [string, JsonSchema] => [
      name,
      {
        type: 'object',
        description,
        properties: {
          items: { type: 'array', items: schemaRef(item) },
          marker: {
            type: 'string',
            description: 'Send it as `marker` to get the next page. Absent on the last page.',
          },
          total: {
            type: 'integer',
            minimum: 0,
            description: 'How many items match on all pages together. Only with `total=true`.',
          },
        },
        required: ['items'],
      },
    ],
  );
  return {
    ...generated({ ...KIND_REQUESTS, ...REQUESTS }, 'input'),
    ...generated({ ...RESPONSES, ...KIND_RESPONSES }, 'output'),
    ...Object.fromEntries(lists),
  };
}

/** Returns the parameters of a query as the document describes them. */
export function queryParameters(
  query: z.ZodObject,
  descriptions: Readonly<Record<string, string>>,
): object[] {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    description: descriptions[name],
    schema,
  }));
}

function generated(
  schemas: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
): Record<string, JsonSchema> {
  // One registry for each direction, because requests and responses give the same schema different names.
  const registry = z.registry<{ id?: string; maxProperties?: number }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  registry.add(tagsSchema, { maxProperties: 40 });
  const { schemas: made } = z.toJSONSchema(registry, {
    io,
    metadata: registry,
    uri: refTo,
    // Responses allow additional fields, because clients must tolerate new ones.
    override({ jsonSchema, zodSchema }) {
      // A refinement can describe its check as JSON Schema in the global registry.
      Object.assign(jsonSchema, z.globalRegistry.get(zodSchema));
      if (io === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
    },
  });
  return Object.fromEntries(
    Object.entries(made).map(([id, schema]) => [id, component(id, schema)]),
  );
}

function component(id: string, made: JsonSchema): JsonSchema {
  const { $schema: _dialect, $id: _id, id: _name, properties = {}, ...schema } = made;
  const { self, ...fields } = DESCRIPTIONS[id] ?? {};
  // A field that is only there to be refused with an explanation is no part of the API.
  const offered = Object.entries(properties).filter(([, field]) => !isNever(field));
  const described = Object.fromEntries(offered);
  for (const [name, description] of Object.entries(fields)) {
    const field = properties[name];
    if (typeof field !== 'object')
      throw new Error(`field-descriptions.ts describes ${id}.${name}, which is not in the schema`);
    described[name] = { ...field, description };
  }
  return { ...schema, ...(self !== undefined && { description: self }), properties: described };
}

function isNever(schema: JsonSchema | boolean): boolean {
  return typeof schema === 'object' && JSON.stringify(schema.not) === '{}';
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}
