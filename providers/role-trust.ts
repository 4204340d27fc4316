/**
 * Proves that a role trusts Slipway with the external id of its connection, and only with that. A role
 * that could be assumed with any external id would let every organization that knows its ARN work in the
 * account: Slipway would be the confused deputy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
import { ProviderError } from './provider.ts';
import type { ConnectionTarget, RoleSession } from './connection-target.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_SESSION_NAME = 64;
const PREFIX = 'slipway';

/** Returns the name of a session: `slipway-{organization}-{operation}`, with a long organization cut short. */
export function sessionNameOf({ organizationId, operationId }: RoleSession): string {
  const operation = operationId.replaceAll(/[^\w+=,.@-]/g, '-');
  const room = MAX_SESSION_NAME - PREFIX.length - operation.length - 2;
  const name = `${PREFIX}-${organizationId.slice(0, Math.max(room, 0))}-${operation}`;
  return name.slice(0, MAX_SESSION_NAME);
}

export interface RoleAttempt {
  externalId: string | undefined;
  /** Whether the session gets its tags, which the role must allow separately. */
  isTagged: boolean;
}

/**
 * Assumes the role as Slipway does, then as another organization would try to. Throws
 * `role_not_assumable`, `session_tags_refused` and `external_id_not_required`.
 *
 * @param assume rejects with a ProviderError of type `permission` when the role refuses the attempt
 */
export async function checkTrust(
  target: Pick<ConnectionTarget, 'roleArn' | 'externalId'>,
  assume: (attempt: RoleAttempt) => Promise<unknown>,
): Promise<void> {
  const { externalId } = target;
  const refusal = await refusalOf(assume({ externalId, isTagged: true }));
  if (refusal !== undefined) {
    const untagged = await refusalOf(assume({ externalId, isTagged: false }));
    throw untagged === undefined
      ? sessionTagsRefused(target, refusal)
      : roleNotAssumable(target, refusal);
  }
  // Without tags: a statement without a condition may allow the role, but not the tags.
  const wrong = await refusalOf(assume({ externalId: otherThan(externalId), isTagged: false }));
  if (wrong === undefined) throw externalIdNotRequired(target, 'with another external id');
  const none = await refusalOf(assume({ externalId: undefined, isTagged: false }));
  if (none === undefined) throw externalIdNotRequired(target, 'without an external id');
}

/** Resolves to undefined if the role was assumed. Rejects if neither is certain. */
async function refusalOf(attempt: Promise<unknown>): Promise<ProviderError | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (error instanceof ProviderError && error.errorType === 'permission') return error;
    throw error;
  }
}

/** Returns an id that differs in its last character, so that a pattern such as `slipway:*` accepts it, too. */
function otherThan(externalId: string): string {
  return `${externalId.slice(0, -1)}${externalId.endsWith('0') ? '1' : '0'}`;
}

function roleNotAssumable(
  { roleArn }: Pick<ConnectionTarget, 'roleArn'>,
  cause: ProviderError,
): ProviderError {
  return refused(
    'role_not_assumable',
    `The role ${roleArn} cannot be assumed: it does not exist, or its trust policy does not allow Slipway's identity with the external id of the connection.`,
    cause,
  );
}

function sessionTagsRefused(
  { roleArn }: Pick<ConnectionTarget, 'roleArn'>,
  cause: ProviderError,
): ProviderError {
  return refused(
    'session_tags_refused',
    `The trust policy of the role ${roleArn} does not allow sts:TagSession, or Slipway's identity may not use it.`,
    cause,
  );
}

function externalIdNotRequired(
  { roleArn }: Pick<ConnectionTarget, 'roleArn'>,
  how: string,
): ProviderError {
  return refused(
    'external_id_not_required',
    `The trust policy of the role ${roleArn} does not require the external id of the connection: the role can be assumed ${how}.`,
  );
}

function refused(code: string, fault: string, cause?: ProviderError): ProviderError {
  return new ProviderError({
    code,
    errorType: 'authentication',
    publicMessage: `${fault} Give the role the trust policy that the connection shows, then retry.`,
    retryable: false,
    ...(cause?.requestId !== undefined && { requestId: cause.requestId }),
    cause,
  });
}
