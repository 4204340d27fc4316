import * as z from 'zod';

export const MAX_SESSION_SECONDS = 3_600;

export const roleArnSchema = z.string().regex(/^arn:[^:]+:iam::(\d{12}):role\/(.+)$/);
/** An action that a role can be denied, for example `nat_gateway:create`. */
export const actionSchema = z.string().regex(/^[a-z_]+:[a-z]+$/);

/** A role's settings. A role without settings allows every action. */
export const roleSchema = z.strictObject({
  roleArn: roleArnSchema,
  /**
   * The external id that is required to assume the role; null if it requires none. By default the first one
   * with which it is assumed, as if its owner had just written it into the trust policy.
   */
  externalId: z.string().nullable().optional(),
  /** The account that sessions of the role report. Defaults to the account in the ARN. */
  accountId: z.string().optional(),
  /** The actions that sessions of the role may not use. */
  denied: z.array(actionSchema).default([]),
  /** The duration of the role's sessions, in seconds. */
  sessionSeconds: z.number().positive().max(MAX_SESSION_SECONDS).optional(),
});
export type Role = z.infer<typeof roleSchema>;
