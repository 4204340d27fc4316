/**
 * Reads a state file of the format version 4, which OpenTofu and Terraform share: what it says about itself, its
 * objects, and its outputs.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { exactJson, parseExactly, parseJson } from '../engine/json.ts';

const FORMAT = 4;

export const summarySchema = z.object({
  /** Grows with every change of the state. */
  serial: z.int(),
  /** The same for all states that come from one another. */
  lineage: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Only the engine can read the rest. */
  encrypted: z.literal(true).optional(),
  /** How many objects the state manages. Absent if it is encrypted. */
  resources: z.int().optional(),
  /** The release of the engine that wrote it. Absent if it is encrypted. */
  engineVersion: z.string().optional(),
});
export type StateSummary = z.infer<typeof summarySchema>;

const fileSchema = z.object({
  serial: z.int().min(0),
  lineage: z.string().min(1),
  version: z.unknown().optional(),
  terraform_version: z.string().optional(),
  resources: z
    .array(z.object({ mode: z.string(), instances: z.array(z.unknown()).default([]) }))
    .default([]),
  encrypted_data: z.unknown().optional(),
});

/** The content is not a state that an engine can read. The message follows the words "The state ". */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
  readonly isTooLarge: boolean;

  constructor(message: string, isTooLarge = false) {
    super(message);
    this.isTooLarge = isTooLarge;
  }
}

/** @throws StateFileError */
export function summarizeState(content: Buffer): StateSummary {
  const state = fileSchema.safeParse(jsonOf(content));
  if (!state.success) {
    throw new StateFileError('has no serial and lineage, so it is not the state of a module.');
  }
  const { serial, lineage, version, encrypted_data, terraform_version, resources } = state.data;
  const summary = { serial, lineage, bytes: content.length, sha256: digestOf(content) };
  if (encrypted_data !== undefined) return { ...summary, encrypted: true };
  if (version !== FORMAT) {
    throw new StateFileError(
      `is not in the format version ${FORMAT}. Let a current engine write it first, for example with "tofu refresh".`,
    );
  }
  return {
    ...summary,
    resources: resources
      .filter(({ mode }) => mode === 'managed')
      .reduce((sum, { instances }) => sum + instances.length, 0),
    ...(terraform_version !== undefined && { engineVersion: terraform_version }),
  };
}

function jsonOf(content: Buffer): unknown {
  try {
    return parseJson(content.toString());
  } catch {
    throw new StateFileError('is not JSON.');
  }
}

export function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

const instanceSchema = z.object({
  index_key: z.unknown().optional(),
  status: z.string().optional(),
  deposed: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).default({}),
  sensitive_attributes: z.array(z.array(z.object({ value: z.unknown().optional() }))).default([]),
});
const contentSchema = z.object({
  resources: z
    .array(
      z.object({
        module: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        instances: z.array(instanceSchema).default([]),
      }),
    )
    .default([]),
  outputs: z
    .record(
      z.string(),
      z.object({
        value: z.unknown().optional(),
        type: z.unknown().optional(),
        sensitive: z.boolean().default(false),
      }),
    )
    .default({}),
});

export interface StateObject {
  address: string;
  type: string;
  /** The object is incomplete and will be replaced. */
  isTainted: boolean;
  /** Numbers keep the text that they have. */
  attributes: Record<string, unknown>;
  /** The names of attributes of which a part is sensitive. */
  sensitive: ReadonlySet<string>;
}

export interface StateOutput {
  value?: unknown;
  type?: unknown;
  sensitive: boolean;
}

export interface StateContent {
  /** The objects that the state manages, by address. */
  objects: Map<string, StateObject>;
  outputs: Map<string, StateOutput>;
}

/** Reads a state that is not encrypted. */
export function readStateContent(content: Buffer): StateContent {
  const { resources, outputs } = contentSchema.parse(parseExactly(content.toString()));
  const objects = resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map((instance): [string, StateObject] => {
        const base = `${module === undefined ? '' : `${module}.`}${type}.${name}`;
        const own = `${base}${keyText(instance.index_key)}`;
        const { deposed, status, attributes } = instance;
        const address = deposed === undefined ? own : `${own}.deposed.${deposed}`;
        const sensitive = new Set(
          instance.sensitive_attributes.flatMap(([first]) =>
            typeof first?.value === 'string' ? [first.value] : [],
          ),
        );
        return [address, { address, type, isTainted: status === 'tainted', attributes, sensitive }];
      }),
    );
  return { objects: new Map(objects), outputs: new Map(Object.entries(outputs)) };
}

function keyText(key: unknown): string {
  if (key === undefined || key === null) return '';
  return typeof key === 'string' ? `[${JSON.stringify(key)}]` : `[${exactJson(key)}]`;
}
