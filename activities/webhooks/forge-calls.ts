/** Calls to a forge inside of an activity: with the token of the deployment, and with failures for Temporal. */
import { createHash } from 'node:crypto';
import type { FailureDetails } from '../../contract/problems/failure.ts';
import { EngineError } from '../../deployments/engine/error.ts';
import { ForgeError, type Forge } from '../../forges/forge.ts';
import { applicationFailure } from '../failure.ts';
import { withHeartbeat } from '../heartbeat.ts';
import type { SourceSubject, WebhookDeps } from './source-commands.ts';

const TOKEN = /^[\x21-\x7E]{1,4096}$/;

/**
 * Calls the forge with heartbeats. Resolves to undefined if the deployment names no token for it, so that nothing can be
 * read or reported there.
 */
export async function withForge<T>(
  { openForge, readSecret }: Pick<WebhookDeps, 'openForge' | 'readSecret'>,
  { organizationId, forge, repository }: SourceSubject,
  tokenSecret: string | undefined,
  call: (forge: Forge) => Promise<T>,
): Promise<T | undefined> {
  if (tokenSecret === undefined) return undefined;
  try {
    return await withHeartbeat(async (signal) => {
      const token = await readSecret(organizationId, tokenSecret);
      if (!TOKEN.test(token)) throw noToken(tokenSecret);
      const { host, path } = repository;
      return call(openForge({ forge, host, repository: path, token, signal }));
    });
  } catch (error) {
    throw failureOf(error);
  }
}

/** Another secret, for example a key of several lines, must not be sent to a forge. */
function noToken(name: string): Error {
  return applicationFailure({
    code: 'forge_token_invalid',
    message: `The secret ${name} is not a token of a forge: one line without spaces.`,
    errorType: 'validation',
    retryable: false,
  });
}

function failureOf(error: unknown): unknown {
  // An operator may add the secret while the activity is retried.
  if (error instanceof EngineError)
    return applicationFailure({ ...error.details, retryable: true });
  if (!(error instanceof ForgeError)) return error;
  const { message, retryable, retryAfterMs } = error;
  const details: FailureDetails = {
    code: retryable ? 'forge_unavailable' : 'forge_refused',
    message,
    errorType: 'provider',
    retryable,
  };
  return applicationFailure(
    details,
    retryAfterMs === undefined ? {} : { retryDelayMs: retryAfterMs },
  );
}

/** The name under which a forge shows the status of a commit, for example `slipway/acme/web`. */
export function statusName({ organizationId, deployment }: SourceSubject): string {
  return `slipway/${organizationId}/${deployment.name}`;
}

/** Marks the comment of a deployment. The uid is not public, so that nobody can write such a comment before. */
export function commentMarker({ organizationId, deployment }: SourceSubject): string {
  const hash = createHash('sha256').update(`${organizationId}/${deployment.uid}`).digest('hex');
  return `slipway:${hash}`;
}
