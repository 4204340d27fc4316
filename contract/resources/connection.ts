import * as z from 'zod';
import { displayNameSchema } from './display-name.ts';
import { resourceIdSchema } from '../operations/operation.ts';
import { checkProviderFields, providerSchema, regionSchema } from './provider-fields.ts';
import { resourceFields } from './resource.ts';

/** The id of a cloud account: 12 digits. */
const accountIdSchema = z
  .string()
  .regex(/^\d{12}$/, { error: 'must be the 12 digits of an account' });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const roleArnSchema = z
  .string()
  .regex(/^arn:[a-z][a-z0-9-]{0,31}:iam::\d{12}:role\/[A-Za-z0-9+=,.@_/-]{1,575}$/, {
    error: 'must be the ARN of a role, such as arn:aws:iam::123456789012:role/slipway',
  });

/** The external id that the role's trust policy requires from its caller. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const externalIdSchema = z.string().regex(/^[A-Za-z0-9+=,.@:/_-]{2,1224}$/, {
  error: 'must be 2 to 1224 of letters, digits and +=,.@:/_-',
});

export const connectionSpecSchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  accountId: accountIdSchema,
  roleArn: roleArnSchema,
  externalId: externalIdSchema,
});
export type ConnectionSpec = z.infer<typeof connectionSpecSchema>;

export const createConnectionRequestSchema = connectionSpecSchema
  .extend({
    name: resourceIdSchema,
    provider: providerSchema.default('simulated'),
    /** The region in which the connection is verified. Its resources may be in other regions. */
    region: regionSchema.default('sim-central-1'),
  })
  .superRefine(checkProviderFields);

export const connectionSchema = z.object({ ...resourceFields, spec: connectionSpecSchema });
export type Connection = z.infer<typeof connectionSchema>;
