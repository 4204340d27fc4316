import * as z from 'zod';
import { DNS_LABEL_PATTERN, OPERATION_ID_PATTERN, URN_PATTERN } from '../ids.ts';
import { diagnosticsSchema } from '../diagnostics/diagnostic.ts';
import { timestampSchema } from '../timestamp.ts';
import { decisionSchema, MAX_DECISIONS } from './decision.ts';
import { operationPlanSchema } from './plan.ts';
import { COMMIT_PATTERN } from '../resources/fields/git-source.ts';
import { discoveryMetadataSchema, instanceTypeSchema } from '../resources/instance-types.ts';
import {
  CONFIRMATION_REASONS,
  ERROR_TYPES,
  MAX_MESSAGE_LENGTH,
  NODE_OPERATIONS,
  NODE_STATUSES,
  OPERATION_KINDS,
  OPERATION_STATUSES,
  RESOURCE_TYPES,
  STAGES,
} from '../vocabulary.ts';

export const operationIdSchema = z.string().regex(OPERATION_ID_PATTERN);
export const resourceIdSchema = z.string().regex(DNS_LABEL_PATTERN, {
  error: 'must be a DNS label: 1 to 63 of a-z, 0-9 and "-", neither first nor last a "-"',
});
export const uidSchema = z.string().regex(OPERATION_ID_PATTERN);
export const urnSchema = z.string().regex(URN_PATTERN);
export const errorCodeSchema = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const commitSchema = z.string().regex(COMMIT_PATTERN);
const countSchema = z.int().min(0).max(1000);
export const MAX_ADDRESS_LENGTH = 512;
export const MAX_LEFT_BEHIND = 100;

const MAX_CLOUD_ID_LENGTH = 512;

/** Why a cloud resource, or an attempt to work on it, failed. */
export const nodeFailureSchema = z.object({
  code: errorCodeSchema,
  message: z.string().max(MAX_MESSAGE_LENGTH),
});
export type NodeFailure = z.infer<typeof nodeFailureSchema>;

/** One node of the plan, and its status. */
export const progressResourceSchema = z.object({
  urn: urnSchema,
  type: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  name: z.string().min(1).max(128),
  operation: z.enum(NODE_OPERATIONS),
  status: z.enum(NODE_STATUSES),
  /** The engine's address of the node before the operation, if the operation changes it. */
  movedFrom: z.string().max(MAX_ADDRESS_LENGTH).optional(),
  /** The operation adopts a resource that exists already. */
  imported: z.literal(true).optional(),
  /** When work on the node began. */
  startedAt: timestampSchema.optional(),
  /** Milliseconds from its start to its end; absent while it runs. */
  duration: z.int().min(0).optional(),
  /** The cloud's id of the resource, as soon as it is known. */
  cloudId: z.string().max(MAX_CLOUD_ID_LENGTH).optional(),
  /** Why it failed, or why the last attempt did while it is tried again. */
  lastFailure: nodeFailureSchema.optional(),
  /** The number of the attempt that runs or comes next, after an attempt that failed. */
  attempt: z.int().min(2).optional(),
  /** What the work waits for, while it waits longer than a second. */
  waitingFor: z.string().max(MAX_MESSAGE_LENGTH).optional(),
  /** When the wait is given up, rounded up to the minute. An outage of Slipway postpones it. */
  deadlineAt: timestampSchema.optional(),
});
export type ProgressResource = z.infer<typeof progressResourceSchema>;

export const progressSummarySchema = z
  .object({
    total: countSchema,
    pending: countSchema,
    running: countSchema,
    succeeded: countSchema,
    failed: countSchema,
    unchanged: countSchema,
  })
  .refine((s) => s.total === s.pending + s.running + s.succeeded + s.failed + s.unchanged, {
    error: 'total must be the sum of the other five',
  });
export type ProgressSummary = z.infer<typeof progressSummarySchema>;

const secondsSchema = z.int().min(0);

/** How long a running operation will take, by how long such resources took before. */
export const estimateSchema = z.object({
  /** The last change of the operation. The seconds count from here. */
  at: timestampSchema,
  /** Until all resources of the plan are done: as likely less as more. Absent if too little is known. */
  remainingSeconds: secondsSchema.optional(),
  /** In nine of ten cases it takes no longer than this. */
  p90Seconds: secondsSchema.optional(),
  /** Resources that already take longer than nine of ten such resources, with what is usual. */
  slow: z
    .array(z.object({ urn: urnSchema, medianSeconds: secondsSchema, p90Seconds: secondsSchema }))
    .max(1000),
});
export type Estimate = z.infer<typeof estimateSchema>;

export const progressSchema = z.object({
  stage: z.enum(STAGES),
  message: z.string().max(MAX_MESSAGE_LENGTH),
  /** Why a plan waits for another confirmation. */
  reason: z.enum(CONFIRMATION_REASONS).optional(),
  /** The commit of the source, as soon as it is known. */
  commit: commitSchema.optional(),
  /** Empty until a worker has made the plan. */
  resources: z.array(progressResourceSchema).max(1000),
  summary: progressSummarySchema,
  /** Only while the resources of a plan are worked on, and once enough such resources were seen. */
  estimate: estimateSchema.optional(),
});
export type Progress = z.infer<typeof progressSchema>;

export const operationErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string().min(1).max(2048),
  errorType: z.enum(ERROR_TYPES),
  details: z.object({
    retryable: z.boolean(),
    /** Whole seconds until a new attempt makes sense; only with `retryable: true`. */
    retryAfter: z.int().min(0).optional(),
    fieldErrors: z.record(z.string(), z.string()).optional(),
    requestId: z.string().max(128).optional(),
    /** The URN of the resource that failed first. */
    causedBy: urnSchema.optional(),
    /** The URNs of the nodes that could not be undone. */
    survivors: z.array(urnSchema).max(1000).optional(),
  }),
});
export type OperationError = z.infer<typeof operationErrorSchema>;

/** What the verification of a cluster has found in its Kubernetes API. */
export const kubernetesCheckSchema = z.object({
  checked: z.boolean(),
  message: z.string().max(MAX_MESSAGE_LENGTH),
});
export type KubernetesCheck = z.infer<typeof kubernetesCheckSchema>;
/** A resource that a deletion has kept, because something inside of the deleted resource created it. */
export const leftBehindSchema = z.object({
  /** For example `volume`. */
  type: z.string(),
  /** The cloud's id. */
  id: z.string(),
  message: z.string(),
});
export type LeftBehind = z.infer<typeof leftBehindSchema>;

export const operationResultSchema = z.object({
  items: z.array(instanceTypeSchema).optional(),
  metadata: discoveryMetadataSchema.optional(),
  /** The created resource. */
  resource: z
    .object({ type: z.enum(RESOURCE_TYPES), id: resourceIdSchema, uid: uidSchema })
    .optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  /** Only of a cluster. */
  kubernetes: kubernetesCheckSchema.optional(),
  /** The commit of the source, if it is in a git repository. */
  commit: commitSchema.optional(),
  /** Of a deletion: what the cloud still has of the deleted resource, and bills. At most 100. */
  leftBehind: z.array(leftBehindSchema).max(MAX_LEFT_BEHIND).optional(),
});
export type OperationResult = z.infer<typeof operationResultSchema>;

const operationLinksSchema = z.object({
  /** Absent for a preview, which is not stored. */
  self: z.string().optional(),
  events: z.string().optional(),
  cancel: z.string().optional(),
  retry: z.string().optional(),
  resource: z.string().optional(),
  temporalUi: z.url().optional(),
});

export const operationSchema = z.object({
  id: operationIdSchema,
  organizationId: resourceIdSchema,
  memberId: resourceIdSchema,
  operation: z.enum(OPERATION_KINDS),
  status: z.enum(OPERATION_STATUSES),
  result: operationResultSchema.optional(),
  error: operationErrorSchema.optional(),
  progress: progressSchema,
  /** Only of a preview. */
  plan: operationPlanSchema.optional(),
  /** What the engine of a deployment has said about the module: errors and warnings. */
  diagnostics: diagnosticsSchema.optional(),
  /** How many more there are, which only the log has. */
  moreDiagnostics: z.int().min(1).optional(),
  resourceType: z.enum(RESOURCE_TYPES),
  resourceId: resourceIdSchema,
  resourceUid: uidSchema.optional(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  startedAt: timestampSchema.optional(),
  completedAt: timestampSchema.optional(),
  /** Grows by one with every change that a client can see. */
  version: z.int().min(0),
  cancelable: z.boolean(),
  retryOf: operationIdSchema.optional(),
  /** The retry that started it, the decisions about its plans, and its cancel, in the order of time. */
  decisions: z.array(decisionSchema).max(MAX_DECISIONS).optional(),
  links: operationLinksSchema,
});
export type Operation = z.infer<typeof operationSchema>;

/** An operation in a list, without the parts that can be large. */
export const listedOperationSchema = operationSchema
  .omit({ result: true, plan: true, diagnostics: true, moreDiagnostics: true, decisions: true })
  .extend({ progress: progressSchema.omit({ resources: true, estimate: true }) });
export type ListedOperation = z.infer<typeof listedOperationSchema>;
