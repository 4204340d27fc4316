/** The schemas of each kind of resource, and the types that follow from them. */
import type * as z from 'zod';
import { deploymentsQuerySchema, resourcesQuerySchema } from '../operations/list-query.ts';
import type { CloudType, ResourceType, TypesWith } from '../vocabulary.ts';
import {
  clusterSchema,
  clusterSpecSchema,
  createClusterRequestSchema,
  updateClusterRequestSchema,
} from './cluster.ts';
import {
  connectionSchema,
  connectionSpecSchema,
  createConnectionRequestSchema,
} from './connection.ts';
import {
  createDeploymentRequestSchema,
  deploymentSchema,
  deploymentSpecSchema,
  updateDeploymentRequestSchema,
} from './deployment.ts';
import { createNetworkRequestSchema, networkSchema, networkSpecSchema } from './network.ts';

interface KindSchemas {
  record: z.ZodObject;
  spec: z.ZodObject;
  createRequest: z.ZodObject;
  /** The query parameters of its list. */
  listQuery: z.ZodObject;
}

export const RESOURCE_SCHEMAS = {
  cluster: {
    record: clusterSchema,
    spec: clusterSpecSchema,
    createRequest: createClusterRequestSchema,
    updateRequest: updateClusterRequestSchema,
    listQuery: resourcesQuerySchema,
  },
  network: {
    record: networkSchema,
    spec: networkSpecSchema,
    createRequest: createNetworkRequestSchema,
    listQuery: resourcesQuerySchema,
  },
  connection: {
    record: connectionSchema,
    spec: connectionSpecSchema,
    createRequest: createConnectionRequestSchema,
    listQuery: resourcesQuerySchema,
  },
  deployment: {
    record: deploymentSchema,
    spec: deploymentSpecSchema,
    createRequest: createDeploymentRequestSchema,
    updateRequest: updateDeploymentRequestSchema,
    listQuery: deploymentsQuerySchema,
  },
} as const satisfies Record<ResourceType, KindSchemas> &
  // A merge patch.
  Record<TypesWith<'update'>, { updateRequest: z.ZodObject }>;

type Schemas = typeof RESOURCE_SCHEMAS;
/** The record as clients see it. */
export type RecordOf<Type extends ResourceType> = z.infer<Schemas[Type]['record']>;
export type SpecOf<Type extends ResourceType> = z.infer<Schemas[Type]['spec']>;
export type CreateRequestOf<Type extends ResourceType> = z.infer<Schemas[Type]['createRequest']>;

/** The patch as sent. Fields that it leaves out stay unchanged. */
export type UpdateRequestOf<Type extends TypesWith<'update'>> = z.input<
  Schemas[Type]['updateRequest']
>;

export type ResourceRecord = RecordOf<ResourceType>;
/** The record of a resource that a provider plans and makes. */
export type CloudRecord = RecordOf<CloudType>;
