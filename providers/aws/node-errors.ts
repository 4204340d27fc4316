/** What can become of one node, whatever its kind, as errors. */
import { nodeKey } from '../identity.ts';
import { ProviderError, type PlannedNode } from '../provider.ts';
import { snakeCase } from './client/errors.ts';
import type { Found } from './node-kind.ts';

/** AWS calls it failed. */
export function failed(
  node: PlannedNode,
  { cloudId, reason = 'CreateFailed' }: Found,
): ProviderError {
  const code = /^[A-Za-z0-9.]+/.exec(reason)?.[0] ?? 'CreateFailed';
  return new ProviderError({
    code: snakeCase(code),
    errorType: 'provider',
    publicMessage: `AWS could not make ${nodeKey(node)} (${cloudId}): ${reason}`,
    retryable: false,
    context: { cloudId, reason },
  });
}

/** What this generation made is dead, or a later one has taken its place. */
export function identitySpent(node: PlannedNode, why: string): ProviderError {
  return new ProviderError({
    code: 'identity_spent',
    errorType: 'conflict',
    publicMessage: `generation ${node.generation} of ${nodeKey(node)} cannot be used again: ${why}`,
    retryable: false,
  });
}

/** What an earlier generation left goes first. */
export function replacing(
  node: PlannedNode,
  removal: { lookAgainMs: number; message: string },
): ProviderError {
  return new ProviderError({
    code: 'replacing_previous_generation',
    errorType: 'not_stabilized',
    publicMessage: `an earlier ${nodeKey(node)} goes first: ${removal.message}`,
    retryable: true,
    retryAfter: removal.lookAgainMs / 1000,
  });
}
