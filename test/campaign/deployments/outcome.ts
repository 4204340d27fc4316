/** What one step of a module has led to, by hand or through Slipway, in a form that both can be compared in. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

export interface Outcome {
  end: 'succeeded' | 'failed';
  /** The texts of the errors. By hand there can be several. */
  errors: string[];
  /** What the plan does, by `type/name`, without unchanged resources and data. */
  actions: Record<string, string>;
  /** The changed attributes of each resource and each output; undefined if the plan is no longer stored. */
  changes: Changes | undefined;
  /** Only of a step that has succeeded. */
  outputs?: Record<string, unknown> | undefined;
  withheld?: string[] | undefined;
  /** Undefined if nothing is left. */
  state: ComparedState | undefined;
  /** The files that the module has written, by name. */
  files: Record<string, string>;
}

export interface Changes {
  /** By address and name. A value that is not a text, a number or a truth value is only named. */
  resources: Record<string, Record<string, string>>;
  outputs: string[];
}

const instanceSchema = z.object({
  index_key: z.union([z.string(), z.number()]).optional(),
  status: z.string().optional(),
  deposed: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).default({}),
  sensitive_attributes: z.array(z.unknown()).default([]),
  dependencies: z.array(z.string()).default([]),
  create_before_destroy: z.boolean().optional(),
});
const checkSchema = z.looseObject({
  config_addr: z.string(),
  objects: z.array(z.looseObject({ object_addr: z.string() })).nullish(),
});
const stateSchema = z.object({
  outputs: z.record(z.string(), z.unknown()).default({}),
  resources: z
    .array(
      z.object({
        module: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        provider: z.string(),
        instances: z.array(instanceSchema).default([]),
      }),
    )
    .default([]),
  check_results: z.array(checkSchema).nullish(),
});

export interface ComparedInstance {
  type: string;
  provider: string;
  isManaged: boolean;
  attributes: Record<string, unknown>;
  sensitive: string[];
  dependencies: string[];
  status: string | undefined;
  createBeforeDestroy: boolean;
}

export interface ComparedState {
  outputs: Record<string, unknown>;
  /** By address. The object that waits for its deletion has `(deposed)` after the address. */
  instances: Record<string, ComparedInstance>;
  checks: Record<string, unknown>;
}

/** Reads a state without what two runs of one module may differ in. Undefined if nothing is in it. */
export function readState(text: string): ComparedState | undefined {
  const { outputs, resources, check_results: checks } = stateSchema.parse(JSON.parse(text));
  const instances = resources.flatMap(({ module, mode, type, name, provider, instances: all }) => {
    const base = [module, mode === 'data' ? 'data' : undefined, type, name];
    const resource = base.filter((part) => part !== undefined).join('.');
    return all.map((it) => {
      const key = it.index_key === undefined ? '' : `[${JSON.stringify(it.index_key)}]`;
      const address = `${resource}${key}${it.deposed === undefined ? '' : ' (deposed)'}`;
      const instance: ComparedInstance = {
        type,
        provider,
        isManaged: mode === 'managed',
        attributes: it.attributes,
        sensitive: it.sensitive_attributes.map((mark) => JSON.stringify(mark)).toSorted(),
        dependencies: it.dependencies.toSorted(),
        status: it.status,
        createBeforeDestroy: it.create_before_destroy ?? false,
      };
      return [address, instance] as const;
    });
  });
  if (instances.length === 0 && Object.keys(outputs).length === 0) return undefined;
  return {
    outputs,
    instances: Object.fromEntries(instances.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    checks: Object.fromEntries(
      (checks ?? []).map((check) => [
        check.config_addr,
        { ...check, objects: (check.objects ?? []).toSorted(byAddress) },
      ]),
    ),
  };
}

function byAddress(a: { object_addr: string }, b: { object_addr: string }): number {
  return a.object_addr < b.object_addr ? -1 : 1;
}

/** One value of an attribute, before or after a change, as both sides show it. */
export function shown(before: string | undefined, after: string | undefined): string {
  return `${before ?? 'none'} -> ${after ?? 'none'}`;
}

/** The texts of the files in a directory, by their path in it. */
export function filesIn(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [path.relative(directory, file), readFileSync(file, 'utf8')]),
  );
}
