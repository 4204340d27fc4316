/**
 * Reads a saved plan: the operation on each resource, the planned values, and features that may be forbidden.
 * https://opentofu.org/docs/internals/json-format
 */
import * as z from 'zod';
import { PLAN_REASONS, type PlanReason } from '../../contract/plans/reasons.ts';
import { NODE_OPERATIONS, type NodeOperation } from '../../contract/vocabulary.ts';
import { parseExactly } from '../engine/json.ts';
import { declaredIn, moduleSchema, type Declared } from './configuration.ts';
import type { PlannedValue } from './planned-values.ts';
import type { MaskAddress } from '../engine/redaction.ts';
import { nameOf } from './resource-name.ts';

/** The resources of a plan. Secrets in an address are masked. `name` is the address without the type, in the characters of a URN. */
export const plannedSchema = z.array(
  z.object({
    address: z.string(),
    type: z.string(),
    name: z.string(),
    operation: z.enum(NODE_OPERATIONS),
    /** The address in the state, if the plan changes it. */
    movedFrom: z.string().optional(),
    /** The plan adopts a resource that exists already. */
    imported: z.literal(true).optional(),
    /** The address of the resource whose replaced object this is. */
    deposedOf: z.string().optional(),
    /** An earlier apply began to create the resource and failed, so it is created again. */
    tainted: z.literal(true).optional(),
    reason: z.enum(PLAN_REASONS).optional(),
  }),
);
export type PlannedResource = z.infer<typeof plannedSchema>[number];

export interface ReadPlan {
  resources: PlannedResource[];
  /** The names of the outputs that change. They need an apply even if no resource changes. */
  outputs: string[];
  /** What the plan sets, by the addresses of resources and by the names of outputs. */
  planned: { resources: Map<string, Change>; outputs: Map<string, Change> };
  /** What the module declares. */
  declared: Declared[];
}

/** The values of a resource or an output before and after a plan. */
export interface Change extends PlannedValue {
  before: unknown;
  /** The structure of the values, with `true` in the place of each part that is sensitive. */
  beforeSensitive: unknown;
  afterSensitive: unknown;
  /** The attributes that make the resource be replaced. */
  replacePaths: (string | number)[][];
}

const changeSchema = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.unknown())).nullish(),
  importing: z.looseObject({}).nullish(),
});
const resourceChangeSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});
type RawChange = z.infer<typeof changeSchema>;
type ResourceChange = z.infer<typeof resourceChangeSchema>;
const planSchema = z.object({
  resource_changes: z.array(resourceChangeSchema).default([]),
  /** What others have changed. Only with `-refresh-only` the plan is about it. */
  resource_drift: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  configuration: z.object({ root_module: moduleSchema }),
});

/** By the engine's `action_reason`. Reasons why data sources are read say nothing about a change. */
const REASONS: Readonly<Record<string, PlanReason>> = {
  replace_because_cannot_update: 'cannot_update',
  replace_because_tainted: 'tainted',
  replace_by_request: 'requested',
  replace_by_triggers: 'triggered',
  delete_because_no_resource_config: 'not_wanted',
  delete_because_no_module: 'not_wanted',
  delete_because_wrong_repetition: 'not_wanted',
  delete_because_count_index: 'not_wanted',
  delete_because_each_key: 'not_wanted',
  delete_because_no_move_target: 'not_wanted',
};

/**
 * Parses a saved plan.
 *
 * @param text the output of `show -json` for a plan file
 */
export function readPlan(
  text: string,
  mask: MaskAddress,
  { refreshOnly = false }: { refreshOnly?: boolean } = {},
): ReadPlan {
  const plan = planSchema.parse(parseExactly(text));
  const outputs = Object.entries(plan.output_changes);
  const changes = refreshOnly ? plan.resource_drift : plan.resource_changes;
  return {
    resources: changes
      .map((resource) => plannedResource(resource, mask))
      .map((resource) => (refreshOnly ? asRefresh(resource) : resource)),
    outputs: outputs
      .filter(([, { actions }]) => operationOf(actions) !== 'same')
      .map(([name]) => name),
    planned: {
      resources: new Map(changes.map((it) => [addressOf(it, mask), valueOf(it.change)])),
      outputs: new Map(outputs.map(([name, change]) => [name, valueOf(change)])),
    },
    declared: declaredIn(plan.configuration.root_module),
  };
}

function addressOf({ address, deposed }: ResourceChange, mask: MaskAddress): string {
  const masked = mask(address);
  return deposed === undefined ? masked : `${masked}.deposed.${deposed}`;
}

function valueOf(change: RawChange): Change {
  return {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacePaths: (change.replace_paths ?? []).map((path) =>
      path.map((part) => (typeof part === 'string' ? part : Number(part))),
    ),
  };
}

function plannedResource(resource: ResourceChange, mask: MaskAddress): PlannedResource {
  const { address, previous_address: before, type, deposed, action_reason } = resource;
  const reason = Object.hasOwn(REASONS, action_reason ?? '')
    ? REASONS[action_reason ?? '']
    : undefined;
  const { change } = resource;
  const full = addressOf(resource, mask);
  const moved = before !== undefined && before !== address;
  const imported = change.importing !== undefined && change.importing !== null;
  const operation = operationOf(change.actions);
  const unchanged = imported ? 'import' : moved ? 'move' : 'same';
  return {
    address: full,
    ...nameOf(full, type),
    operation: operation === 'same' ? unchanged : operation,
    ...(moved && { movedFrom: mask(before) }),
    ...(imported && { imported }),
    ...(deposed !== undefined && { deposedOf: mask(address) }),
    ...(reason === 'tainted' && { tainted: true }),
    ...(reason !== undefined && { reason }),
  };
}

/** The state follows what others have done to a resource. */
function asRefresh(resource: PlannedResource): PlannedResource {
  const { operation } = resource;
  if (operation === 'same') return resource;
  return { ...resource, operation: operation === 'delete' ? 'forget' : 'refresh' };
}

function operationOf(actions: readonly string[]): NodeOperation {
  if (actions.length > 1) return 'replace';
  switch (actions[0]) {
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
    case 'read':
      return actions[0];
    default:
      return 'same';
  }
}
