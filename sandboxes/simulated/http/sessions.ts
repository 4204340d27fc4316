import * as z from 'zod';
import { CloudError } from '../cloud/cloud-error.ts';
import type { Answer } from '../cloud/cloud.ts';
import type { State } from '../cloud/state.ts';

const MAX_SESSION_SECONDS = 3_600;
const TOKEN_BYTES = 24;
/** So that one that has got where it should not be is recognized. */
const TOKEN_PREFIX = 'simulated-token-';
const BEARER = /^Bearer (\S+)$/;

const roleArnSchema = z.string().regex(/^arn:[^:]+:iam::(\d{12}):role\/(.+)$/);
/** For example `nat_gateway:create`. */
const actionSchema = z.string().regex(/^[a-z_]+:[a-z]+$/);

/** What a role is like. One that nobody has described trusts everybody and may do everything. */
export const roleSchema = z.strictObject({
  roleArn: roleArnSchema,
  /** The only one with which it can be assumed. */
  externalId: z.string().optional(),
  /** The account that its sessions say they are in, where that is not the one in its name. */
  accountId: z.string().optional(),
  /** What its sessions may not do. */
  denied: z.array(actionSchema).default([]),
  /** How long a session of it lasts at most. */
  sessionSeconds: z.number().positive().max(MAX_SESSION_SECONDS).optional(),
});
export type Role = z.infer<typeof roleSchema>;

export const assumeSchema = z.strictObject({
  roleArn: roleArnSchema,
  externalId: z.string().min(2),
});
export const permissionsSchema = z.strictObject({ actions: z.array(actionSchema).max(1_000) });

/** Who calls, as a role. */
export interface Session {
  roleArn: string;
  accountId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * Who calls the cloud: whoever brings a token acts as the role that it was given for, whoever brings
 * none may do everything. Tokens are kept in memory only; after a restart they count as expired.
 */
export interface Sessions {
  assume(request: z.infer<typeof assumeSchema>): Answer;
  /** Throws `ExpiredToken` for a token that is no good any more. */
  caller(authorization: string | undefined): Session | undefined;
  identity(session: Session | undefined): Answer;
  /** Throws `AccessDenied`. */
  authorize(session: Session | undefined, action: string): void;
  permissions(session: Session | undefined, actions: readonly string[]): Answer;
}

export function createSessions(options: {
  state: State;
  /** Milliseconds since the epoch. */
  clock: () => number;
  random: (bytes: number) => Uint8Array;
}): Sessions {
  const { state, clock, random } = options;
  const byToken = new Map<string, Session>();

  const isDenied = (session: Session | undefined, action: string) =>
    session !== undefined && (state.role(session.roleArn)?.denied.includes(action) ?? false);

  return {
    assume({ roleArn, externalId }) {
      const role = state.role(roleArn);
      if ((role?.externalId ?? externalId) !== externalId) {
        throw new CloudError(403, 'AccessDenied', `The role ${roleArn} does not trust the caller`);
      }
      const now = clock();
      for (const [token, { expiresAt }] of byToken) if (expiresAt <= now) byToken.delete(token);
      const [, inName = ''] = /::(\d{12}):/.exec(roleArn) ?? [];
      const seconds = role?.sessionSeconds ?? MAX_SESSION_SECONDS;
      const session: Session = {
        roleArn,
        accountId: role?.accountId ?? inName,
        expiresAt: now + seconds * 1_000,
      };
      const token = `${TOKEN_PREFIX}${Buffer.from(random(TOKEN_BYTES)).toString('base64url')}`;
      byToken.set(token, session);
      return {
        status: 201,
        body: { token, expiresAt: new Date(session.expiresAt).toISOString() },
      };
    },

    caller(authorization) {
      if (authorization === undefined) return undefined;
      const session = byToken.get(BEARER.exec(authorization)?.[1] ?? '');
      if (session !== undefined && clock() < session.expiresAt) return session;
      throw new CloudError(403, 'ExpiredToken', 'The token has expired');
    },

    identity: (session) => ({
      status: 200,
      body: {
        accountId: session?.accountId ?? '000000000000',
        arn: session?.roleArn ?? 'arn:sim:iam::000000000000:root',
      },
    }),

    authorize(session, action) {
      if (!isDenied(session, action)) return;
      throw new CloudError(403, 'AccessDenied', `The role may not do ${action}`);
    },

    permissions: (session, actions) => ({
      status: 200,
      body: { denied: actions.filter((action) => isDenied(session, action)) },
    }),
  };
}
