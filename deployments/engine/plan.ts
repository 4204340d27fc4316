/**
 * Reads a saved plan: the operation on each resource, and features that may be forbidden.
 * https://opentofu.org/docs/internals/json-format
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { NODE_OPERATIONS, type NodeOperation } from '../../contract/vocabulary.ts';
import { parseJson } from './json.ts';
import type { MaskAddress } from './redaction.ts';

/** The resources of a plan. Secrets in an address are masked. `name` is the address without the type, in the characters of a URN. */
export const plannedSchema = z.array(
  z.object({
    address: z.string(),
    type: z.string(),
    name: z.string(),
    operation: z.enum(NODE_OPERATIONS),
  }),
);
export type PlannedResource = z.infer<typeof plannedSchema>[number];

export interface ReadPlan {
  resources: PlannedResource[];
  /** True if outputs change, which needs an apply even if no resource changes. */
  outputsChange: boolean;
  /** The addresses of resources with a provisioner that runs a program on this machine. */
  localPrograms: string[];
}

const changeSchema = z.object({ actions: z.array(z.string()) });
const resourceChangeSchema = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  deposed: z.string().optional(),
  change: changeSchema,
});
interface Module {
  resources?: { address: string; provisioners?: { type: string }[] | undefined }[] | undefined;
  module_calls?: Record<string, { module?: Module | undefined }> | undefined;
}
const moduleSchema: z.ZodType<Module> = z.object({
  resources: z
    .array(
      z.object({
        address: z.string(),
        provisioners: z.array(z.object({ type: z.string() })).optional(),
      }),
    )
    .optional(),
  module_calls: z
    .record(
      z.string(),
      z.object({
        get module() {
          return moduleSchema.optional();
        },
      }),
    )
    .optional(),
});
const planSchema = z.object({
  resource_changes: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  configuration: z.object({ root_module: moduleSchema }),
});

const LOCAL_PROGRAM = 'local-exec';

/**
 * Parses a saved plan.
 *
 * @param text the output of `show -json` for a plan file
 */
export function readPlan(text: string, mask: MaskAddress): ReadPlan {
  const plan = planSchema.parse(parseJson(text));
  return {
    resources: plan.resource_changes.map(({ address, type, deposed, change }) => {
      const masked = mask(address);
      const full = deposed === undefined ? masked : `${masked}.deposed.${deposed}`;
      return { address: full, ...nameOf(full, type), operation: operationOf(change.actions) };
    }),
    outputsChange: Object.values(plan.output_changes).some(
      ({ actions }) => operationOf(actions) !== 'same',
    ),
    localPrograms: localPrograms(plan.configuration.root_module, ''),
  };
}

function operationOf(actions: readonly string[]): NodeOperation {
  if (actions.length > 1) return 'replace';
  switch (actions[0]) {
    case 'create':
    case 'update':
    case 'delete':
    case 'read':
      return actions[0];
    default:
      return 'same';
  }
}

function localPrograms(module: Module, prefix: string): string[] {
  const here = (module.resources ?? [])
    .filter(({ provisioners = [] }) => provisioners.some(({ type }) => type === LOCAL_PROGRAM))
    .map(({ address }) => `${prefix}${address}`);
  const below = Object.entries(module.module_calls ?? {}).flatMap(([name, call]) =>
    call.module === undefined ? [] : localPrograms(call.module, `${prefix}module.${name}.`),
  );
  return [...here, ...below];
}

const MAX_NAME_LENGTH = 128;
const MAX_TYPE_LENGTH = 64;

/**
 * The type and name of a resource for its URN. For example, `module.net["eu"].random_id.a[0]` has the name
 * `module.net.eu.a.0`. Characters that a URN does not allow are replaced, and a hash of the address is
 * appended to keep the name unique.
 */
export function nameOf(address: string, type: string): { type: string; name: string } {
  const without = address.replace(`${type}.`, '');
  const plain = without
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .replaceAll(/\["([A-Za-z_-][A-Za-z0-9_-]*)"\]/g, '.$1');
  const fits = /^[A-Za-z0-9._-]+$/.test(plain) && plain.length <= MAX_NAME_LENGTH;
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 8);
  const lossy = plain.replaceAll(/["\]]/g, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return {
    type: type
      .toLowerCase()
      .replaceAll(/[^a-z0-9_]/g, '_')
      .slice(0, MAX_TYPE_LENGTH),
    name: fits ? plain : `${lossy.slice(0, MAX_NAME_LENGTH - hash.length - 1)}-${hash}`,
  };
}
