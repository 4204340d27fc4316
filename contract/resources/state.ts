/** The stored states of a deployment, without their content. */
import * as z from 'zod';
import { operationPlanSchema } from '../operations/plan.ts';

export const stateVersionSchema = z.object({
  /** Counts the versions of the deployment's state, from 1. */
  version: z.int(),
  current: z.boolean(),
  serial: z.int(),
  lineage: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Absent if the state is encrypted. */
  resources: z.int().optional(),
  encrypted: z.literal(true).optional(),
  /** The release of the engine that wrote it. Absent if the state is encrypted. */
  engineVersion: z.string().optional(),
  /** The operation that wrote the state, who requested it, and when. Absent in states of earlier versions. */
  operationId: z.string().optional(),
  memberId: z.string().optional(),
  createdAt: z.iso.datetime().optional(),
  /** Where an adopted state comes from: `version 3`, or `file` with its digest. */
  origin: z.string().optional(),
  /** When the next version replaced it. */
  replacedAt: z.iso.datetime().optional(),
});
export type StateVersion = z.infer<typeof stateVersionSchema>;

/** `GET /deployments/{deploymentId}/state/versions` */
export const stateVersionsSchema = z.object({ items: z.array(stateVersionSchema) });

/** `GET /deployments/{deploymentId}/state/diff`: what changes from one version to the other. */
export const stateDiffSchema = operationPlanSchema.extend({
  from: z.int(),
  to: z.int(),
  /** The caller may not read states, so all values and keys are hidden. */
  valuesHidden: z.literal(true).optional(),
});
export type StateDiff = z.infer<typeof stateDiffSchema>;

/** `GET /deployments/{deploymentId}/outputs/{outputName}` */
export const outputValueSchema = z.object({
  name: z.string(),
  sensitive: z.boolean(),
  /** The engine's form, for example `"string"` or `["list","number"]`. */
  type: z.unknown().optional(),
  value: z.unknown().optional(),
});
export type OutputValue = z.infer<typeof outputValueSchema>;

/** `PUT` and `GET /state-files/{sha256}` */
export const stateFileSchema = stateVersionSchema.pick({
  serial: true,
  lineage: true,
  bytes: true,
  sha256: true,
  resources: true,
  encrypted: true,
  engineVersion: true,
});
export type StateFile = z.infer<typeof stateFileSchema>;

/** The SHA-256 digest of an uploaded state. */
export const stateDigestSchema = z.string().regex(/^[0-9a-f]{64}$/, {
  error: 'must be the SHA-256 digest of an uploaded state: 64 hexadecimal digits',
});

/** The state that a new deployment adopts. */
export const createdStateSchema = z.strictObject({ file: stateDigestSchema });

/** The state that a deployment gets: an uploaded one, or an earlier version. */
export const patchedStateSchema = z
  .strictObject({
    file: stateDigestSchema.exactOptional(),
    version: z.int().min(1).exactOptional(),
    /** Replaces also a state of another lineage, or a newer one. */
    force: z.boolean().exactOptional(),
  })
  .superRefine(({ file, version, force }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if ((file === undefined) === (version === undefined))
      refuse('needs either `file` or `version`');
    if (version !== undefined && force !== undefined) refuse('takes `force` only with `file`');
  });

/** A path and a query have texts. */
export const versionNumberSchema = z
  .string({ error: 'must be the number of a version' })
  .regex(/^[1-9]\d{0,8}$/, { error: 'must be the number of a version' })
  .transform(Number);

export const stateDiffQuerySchema = z.strictObject({
  from: versionNumberSchema.exactOptional(),
  to: versionNumberSchema.exactOptional(),
});
export type StateDiffQuery = z.output<typeof stateDiffQuerySchema>;
