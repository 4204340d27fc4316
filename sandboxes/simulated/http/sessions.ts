import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CloudError } from '../cloud/cloud-error.ts';
import type { Answer } from '../cloud/cloud.ts';
import { actionSchema, MAX_SESSION_SECONDS, roleArnSchema } from '../cloud/roles.ts';
import type { State } from '../cloud/state.ts';

const TOKEN_BYTES = 24;
/** Makes tokens recognizable, so that tests can find one that leaked. */
const TOKEN_PREFIX = 'simulated-token-';
const BEARER = /^Bearer (\S+)$/;

export const assumeSchema = z.strictObject({
  roleArn: roleArnSchema,
  externalId: z.string().min(2).optional(),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/)
    .default('session'),
});
export const permissionsSchema = z.strictObject({ actions: z.array(actionSchema).max(1_000) });

/** A caller that has assumed a role. */
export interface Session {
  roleArn: string;
  /** The name that the caller gave the session. */
  name: string;
  accountId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * Authenticates callers. A token stands for a role. Callers without a token may do everything. Tokens
 * are kept in memory only, so that they are expired after a restart.
 */
export interface Sessions {
  assume(request: z.infer<typeof assumeSchema>): Answer;
  /**
   * @returns the session of the token; undefined without a token
   * @throws CloudError with code `ExpiredToken`
   */
  caller(authorization: string | undefined): Session | undefined;
  identity(session: Session | undefined): Answer;
  /**
   * Checks that a caller may use an action.
   *
   * @throws CloudError with code `AccessDenied` if the role denies the action
   */
  authorize(session: Session | undefined, action: string): void;
  permissions(session: Session | undefined, actions: readonly string[]): Answer;
  /** The sessions whose tokens are still kept, with the hash of each token (SHA-256, hex). */
  report(): (Session & { tokenHash: string })[];
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
    assume({ roleArn, externalId, sessionName }) {
      let role = state.role(roleArn);
      if (role?.externalId === undefined && externalId !== undefined) {
        role = { roleArn, denied: [], ...role, externalId };
        state.commit({ kind: 'role', role });
      }
      if ((role?.externalId ?? externalId) !== externalId) {
        throw new CloudError(403, 'AccessDenied', `The role ${roleArn} does not trust the caller`);
      }
      const now = clock();
      for (const [token, { expiresAt }] of byToken) if (expiresAt <= now) byToken.delete(token);
      const [, accountInArn = ''] = /::(\d{12}):/.exec(roleArn) ?? [];
      const seconds = role?.sessionSeconds ?? MAX_SESSION_SECONDS;
      const session: Session = {
        roleArn,
        name: sessionName,
        accountId: role?.accountId ?? accountInArn,
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
      throw new CloudError(403, 'AccessDenied', `The role does not allow ${action}`);
    },

    permissions: (session, actions) => ({
      status: 200,
      body: { denied: actions.filter((action) => isDenied(session, action)) },
    }),

    report: () =>
      [...byToken].map(([token, session]) => ({
        ...session,
        tokenHash: createHash('sha256').update(token).digest('hex'),
      })),
  };
}
