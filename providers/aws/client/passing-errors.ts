/**
 * Errors of AWS that pass by themselves. All others are final, because an operation that repeats a permanent
 * mistake bills the resources that it has created already.
 */

/** For how long EC2, IAM and EKS may disagree about what exists. It is seconds, and rarely more than a minute. */
const PROPAGATION_SECONDS = 180;

/** Another resource must first become ready or be deleted, for which AWS names no limit. */
const BUSY_CODES: ReadonlySet<string> = new Set([
  'DeleteConflict',
  'DeleteConflictException',
  'DependencyViolation',
  'IncorrectState',
  'InvalidIPAddress.InUse',
  'InvalidState',
  'QueueDeletedRecently',
  'ResourceInUseException',
  'VolumeInUse',
]);

/** AWS shows new resources and changes with a delay, and refuses two changes of one resource at a time. */
const PROPAGATION_CODES: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'ConcurrentModificationException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'OperationAbortedException',
  'OperationNotPermitted',
  'PrincipalNotFound',
  'ResourceNotFoundException',
]);

/** EKS has one code for roles that it cannot see yet and for requests that are wrong. Only the text tells. */
const AMBIGUOUS_CODES: ReadonlySet<string> = new Set([
  'InvalidParameterException',
  'InvalidRequestException',
]);
const BUSY_MESSAGE = /\bnot (?:in )?(?:an? )?active\b|\bin progress\b/i;
const PROPAGATION_MESSAGES: readonly RegExp[] = [
  /\brole\b.*\bdoes not exist\b/i,
  /error in role params/i,
  /role could not be assumed because the trusted entity is not correct/i,
  /doesn't have the amazon eks managed policies associated/i,
  /role's policy must include/i,
  /were not found in the trust relationships/i,
  /\btrust policy\b/i,
  /the specified principalarn is invalid: invalid principal/i,
];

/**
 * Returns undefined if the error is final. Otherwise it says for how many seconds the call may be repeated;
 * without that, until the deadline of the wait.
 */
export function passingError(
  code: string,
  message: string,
): { retryWindowSeconds?: number } | undefined {
  const propagation = { retryWindowSeconds: PROPAGATION_SECONDS };
  if (BUSY_CODES.has(code)) return {};
  if (AMBIGUOUS_CODES.has(code)) {
    if (BUSY_MESSAGE.test(message)) return {};
    return PROPAGATION_MESSAGES.some((it) => it.test(message)) ? propagation : undefined;
  }
  return PROPAGATION_CODES.has(code) || code.endsWith('.NotFound') ? propagation : undefined;
}
