/** The errors of a node's life cycle, and the form of a provider's error codes. */
import { nodeKey } from './identity.ts';
import { ProviderError, type PlannedNode } from './provider.ts';

const MAX_CODE_LENGTH = 64;

/** The cloud could not create the resource, or has accepted a change of it and could not carry it out. */
export function reportedFailure(cloud: string, cloudId: string, reason: string): ProviderError {
  // Reasons start with a code, for example `InsufficientInstanceCapacity: there is no capacity`.
  const vendorCode = /^[A-Za-z0-9.]+/.exec(reason)?.[0] ?? 'CreateFailed';
  return new ProviderError({
    code: snakeCase(vendorCode),
    errorType: 'provider',
    publicMessage: `${cloud} says of ${cloudId}: ${reason}`,
    retryable: false,
    context: { cloudId, vendorCode, reason },
  });
}

/** The resource of this generation is deleted, or a later generation has replaced it. */
export function identitySpent(node: PlannedNode, why: string): ProviderError {
  return new ProviderError({
    code: 'identity_spent',
    errorType: 'conflict',
    publicMessage: `generation ${node.generation} of ${nodeKey(node)} cannot be used again: ${why}`,
    retryable: false,
  });
}

/** An earlier generation must be gone before this one can be created. */
export function replacingPrevious(
  node: PlannedNode,
  removal: { lookAgainMs: number; message: string },
): ProviderError {
  return new ProviderError({
    code: 'replacing_previous_generation',
    errorType: 'not_stabilized',
    publicMessage: `an earlier ${nodeKey(node)} is removed first: ${removal.message}`,
    retryable: true,
    retryAfter: removal.lookAgainMs / 1000,
  });
}

/** The error for an invalid spec, with every fault at once by the path of its field. */
export function invalidSpec(fieldErrors: Record<string, string>): ProviderError {
  return new ProviderError({
    code: 'invalid_spec',
    errorType: 'validation',
    publicMessage: Object.entries(fieldErrors)
      .map(([field, message]) => `${field}: ${message}`)
      .join('; '),
    retryable: false,
    fieldErrors,
  });
}

/**
 * Converts a vendor's code: `VpcLimitExceeded` → `vpc_limit_exceeded`, `LimitExceededException` →
 * `limit_exceeded`.
 */
export function snakeCase(vendorCode: string): string {
  const words = vendorCode
    .replace(/Exception$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^[^A-Za-z]+|_+$/g, '')
    .toLowerCase();
  return words === '' ? 'cloud_error' : words.slice(0, MAX_CODE_LENGTH);
}
