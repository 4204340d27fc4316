/** The plan of an operation with the attributes that it changes. */
import * as z from 'zod';
import { PLAN_REASONS } from '../plans/reasons.ts';
import { NODE_OPERATIONS } from '../vocabulary.ts';

/** One value, as JSON text with every digit, or the reason why it is not shown. */
const shownValueSchema = z.union([
  z.object({ json: z.string() }),
  z.object({ hidden: z.enum(['sensitive', 'unknown', 'large']) }),
]);
export type ShownValue = z.infer<typeof shownValueSchema>;

export const planAttributeSchema = z.object({
  /** For example `tags["Name"]` or `rules[0].port`. */
  path: z.string(),
  /** Absent if the attribute has no value before. */
  before: shownValueSchema.optional(),
  /** Absent if the attribute has no value afterwards. */
  after: shownValueSchema.optional(),
  /** The change of this attribute makes the resource be replaced. */
  replaces: z.literal(true).optional(),
});
export type PlanAttribute = z.infer<typeof planAttributeSchema>;

export const plannedChangeSchema = z.object({
  /** The engine's address; `type/name` in a cluster or network. */
  address: z.string(),
  type: z.string(),
  /** As in `progress.resources`. */
  name: z.string(),
  operation: z.enum(NODE_OPERATIONS),
  movedFrom: z.string().optional(),
  imported: z.literal(true).optional(),
  /** Why it is replaced, deleted, or changed although its attributes stay. */
  reason: z.enum(PLAN_REASONS).optional(),
  attributes: z.array(planAttributeSchema),
});
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

export const operationPlanSchema = z.object({
  /** Of an update of a cluster: what the request changes in its spec. Defaults and the order of keys are no change. */
  spec: z.array(planAttributeSchema).optional(),
  /** The resources that change. */
  resources: z.array(plannedChangeSchema),
  /** The outputs that change. The path is the name. */
  outputs: z.array(planAttributeSchema),
  /** The addresses of objects that remain, and that the deployment would no longer manage. */
  orphaned: z.array(z.string()).optional(),
  /** The plan is too large, so that some resources are shown without their attributes. */
  truncated: z.literal(true).optional(),
});
export type OperationPlan = z.infer<typeof operationPlanSchema>;
