import * as z from 'zod';
import { displayNameSchema } from './fields/display-name.ts';
import { resourceIdSchema } from '../operations/operation.ts';
import { resourceFields } from './resource.ts';
import { environmentNameSchema } from './fields/environment-names.ts';
import { createdStateSchema, patchedStateSchema } from './state.ts';
import { patchedSourceSchema, sourceSchema, storedSourceSchema } from './fields/module-source.ts';
import {
  CONFIRMATIONS,
  DEPLOYMENT_ON_FAILURE,
  ENGINES,
  ON_PULL_REQUEST,
  ON_PUSH,
  type EngineName,
} from '../vocabulary.ts';

const MAX_NAMES = 100;
const MAX_TARGETS = 100;
const MAX_TARGET_LENGTH = 500;

const variableNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, {
  error: 'must be the name of a variable',
});
const secretNameSchema = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/, {
  error: 'must be the name of a secret',
});
/** Any JSON value. */
const valueSchema = z.unknown();
/** Names separated by dots, some with a key: `module.net["eu west"].random_id.a[0]`. */
const targetSchema = z
  .string()
  .max(MAX_TARGET_LENGTH, { error: `is an address of more than ${MAX_TARGET_LENGTH} characters` })
  .regex(/^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|"[^"\\\n]*")\])+$/, {
    error: 'must be the address of a resource or a module',
  });

const targetsSchema = z
  .array(targetSchema)
  .max(MAX_TARGETS, { error: `has more than ${MAX_TARGETS} addresses` });

/** A host of git repositories, or of modules and providers. */
const hostSchema = z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/, {
  error: 'must be the name of a host in lower case, perhaps with a port, such as git.example.com',
});

const few = (value: object) => Object.keys(value).length <= MAX_NAMES;
const TOO_MANY = `has more than ${MAX_NAMES} names`;

const specFields = {
  displayName: displayNameSchema.optional(),
  variables: z.record(variableNameSchema, valueSchema).refine(few, { error: TOO_MANY }).default({}),
  secrets: z
    .record(variableNameSchema, secretNameSchema)
    .refine(few, { error: TOO_MANY })
    .default({}),
  environment: z
    .record(environmentNameSchema, secretNameSchema)
    .refine(few, { error: TOO_MANY })
    .default({}),
  credentials: z.record(hostSchema, secretNameSchema).refine(few, { error: TOO_MANY }).optional(),
  engine: z.enum(ENGINES).default('opentofu'),
  confirm: z.enum(CONFIRMATIONS).default('auto'),
  onFailure: z.enum(DEPLOYMENT_ON_FAILURE).default('retain'),
  targets: targetsSchema.default([]),
  excludes: targetsSchema.optional(),
  deletionProtection: z.boolean().optional(),
  onPush: z.enum(ON_PUSH).optional(),
  onPullRequest: z.enum(ON_PULL_REQUEST).optional(),
  forgeToken: secretNameSchema.optional(),
};

interface PlanLimits {
  engine: EngineName;
  targets: readonly string[];
  excludes?: readonly string[] | undefined;
}

/** Only OpenTofu can exclude resources, and only from the whole module. */
function refuseExcludes(
  { engine, targets, excludes = [] }: PlanLimits,
  context: z.RefinementCtx,
): void {
  if (excludes.length === 0) return;
  const refuse = (message: string) =>
    context.addIssue({ code: 'custom', path: ['excludes'], message });
  if (engine !== 'opentofu') refuse(`is a feature of OpenTofu, which ${engine} does not have`);
  if (targets.length > 0) refuse('cannot be combined with `targets`');
}

/** A value in the history and a secret for the same variable: it is not clear which one the client wants. */
function refuseTwoValues(
  { variables, secrets }: { variables: object; secrets: object },
  context: z.RefinementCtx,
): void {
  for (const name of Object.keys(secrets)) {
    if (!Object.hasOwn(variables, name)) continue;
    const message = 'is in `variables`, too; a variable has one value, so remove one of the two';
    context.addIssue({ code: 'custom', path: ['secrets', name], message });
  }
}

export const createDeploymentRequestSchema = z
  .strictObject({
    name: resourceIdSchema,
    source: sourceSchema,
    ...specFields,
    connectionId: resourceIdSchema.optional(),
    /** Only for this operation: the deployment adopts the resources of this state. */
    state: createdStateSchema.exactOptional(),
  })
  .superRefine(refuseTwoValues)
  .superRefine(refuseExcludes);

/** The fields that are fixed when the deployment is created. A patch may only repeat their values. */
const fixedFields = {
  name: resourceIdSchema.exactOptional(),
  connectionId: resourceIdSchema.nullable().exactOptional(),
};
export const FIXED_DEPLOYMENT_FIELDS = z.strictObject(fixedFields).keyof().options;

/**
 * A JSON merge patch (RFC 7396): null removes a field, and also a file or a variable. The value of a variable is
 * replaced as a whole, so that null inside of it is a value.
 */
export const updateDeploymentRequestSchema = z
  .strictObject({
    ...fixedFields,
    source: patchedSourceSchema.exactOptional(),
    displayName: displayNameSchema.nullable().exactOptional(),
    variables: z.record(variableNameSchema, valueSchema).exactOptional(),
    secrets: z.record(variableNameSchema, secretNameSchema.nullable()).exactOptional(),
    environment: z.record(environmentNameSchema, secretNameSchema.nullable()).exactOptional(),
    credentials: z.record(hostSchema, secretNameSchema.nullable()).exactOptional(),
    engine: z.enum(ENGINES).exactOptional(),
    confirm: z.enum(CONFIRMATIONS).exactOptional(),
    onFailure: z.enum(DEPLOYMENT_ON_FAILURE).exactOptional(),
    targets: targetsSchema.exactOptional(),
    excludes: targetsSchema.exactOptional(),
    deletionProtection: z.boolean().exactOptional(),
    onPush: z.enum(ON_PUSH).exactOptional(),
    onPullRequest: z.enum(ON_PULL_REQUEST).exactOptional(),
    forgeToken: secretNameSchema.nullable().exactOptional(),
    /** Only for this operation. */
    replace: targetsSchema.exactOptional(),
    /** Only for this operation. */
    refreshOnly: z.boolean().exactOptional(),
    /** Only for this operation: the module is planned against this state, which becomes the current one. */
    state: patchedStateSchema.exactOptional(),
  })
  .superRefine((patch, context) => {
    const others = Object.keys(patch).filter((name) => !Object.hasOwn(fixedFields, name));
    if (patch.refreshOnly !== true || others.length === 1) return;
    const message = 'cannot be combined with other fields, because it changes nothing';
    context.addIssue({ code: 'custom', path: ['refreshOnly'], message });
  });

/** The fields of a spec without its source. */
export const deploymentOptionsSchema = z
  .strictObject(specFields)
  .superRefine(refuseTwoValues)
  .superRefine(refuseExcludes);

export const deploymentSpecSchema = z.strictObject({
  ...specFields,
  source: storedSourceSchema,
});
export type DeploymentSpec = z.infer<typeof deploymentSpecSchema>;

const { provider: _provider, region: _region, ...fields } = resourceFields;
export const deploymentSchema = z.object({
  ...fields,
  spec: deploymentSpecSchema,
  /** The names of outputs that are sensitive or too large to be shown here. */
  withheldOutputs: z.array(z.string()).optional(),
  connectionId: resourceIdSchema.optional(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** `GET /deployments/{deploymentId}/outputs` */
export const deploymentOutputsSchema = z.object({
  outputs: z.record(z.string(), z.string()),
  withheldOutputs: z.array(z.string()),
});
