import type { RemovalStep } from '../../node-kind.ts';
import { ProviderError, type Owner, type PlannedNode } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { IN_USE_CODES, isDenied, isGone, vendorCode } from '../client/errors.ts';
import type { AwsKind } from './aws-kind.ts';

/** Requests the deletion of a resource; undefined when it does not exist. */
export async function removeOne(
  aws: Aws,
  kind: AwsKind,
  owner: Owner,
  id: string,
  node: Pick<PlannedNode, 'operation' | 'properties'>,
): Promise<RemovalStep | undefined> {
  const blocked = (message: string): RemovalStep => ({ message, blocked: true });
  try {
    const before = (await kind.delete(aws, owner, id, node)) ?? [];
    if (before.length === 0) return { message: `${id} is being deleted` };
    return blocked(`${id} waits for ${before.join(', ')}`);
  } catch (error) {
    if (isGone(error)) return undefined;
    if (isDenied(error)) {
      // A policy with conditions on tags also denies calls for resources that no longer exist.
      const found = await kind.list(aws, owner);
      if (!found.some(({ cloudId }) => cloudId === id)) return undefined;
      throw repeatable(error, aws.consistencyWindowMs);
    }
    if (!IN_USE_CODES.has(vendorCode(error) ?? '')) throw error;
    const blockers = (await kind.blockers?.(aws, owner, id)) ?? [];
    // Without a visible blocker, AWS's own message is the best explanation.
    if (blockers.length === 0) return blocked(`${id} is still in use: ${messageOf(error)}`);
    return blocked(`${id} is still in use by ${blockers.join(', ')}`);
  }
}

/** A list can show a resource for some time after its deletion, so one denial of another deletion decides nothing. */
function repeatable(error: unknown, windowMs: number): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { code, errorType, publicMessage, requestId, context } = error;
  return new ProviderError({
    code,
    errorType,
    publicMessage,
    retryable: true,
    retryWindowSeconds: windowMs / 1000,
    ...(requestId !== undefined && { requestId }),
    ...(context !== undefined && { context }),
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof ProviderError ? error.publicMessage : String(error);
}
