/** How the provider classifies each error that AWS gave when somebody recorded it. */
import { expect, test } from 'vitest';
import {
  EXISTS_CODES,
  IN_USE_CODES,
  isGone,
  providerError,
  vendorCode,
} from '../../providers/aws/client/errors.ts';
import type { ProviderError } from '../../providers/provider.ts';
import { readErrors } from './recordings.ts';
import { sdkError } from './replay.ts';

/**
 * - gone: the resource does not exist, so that a deletion has succeeded
 * - exists: the name is taken
 * - in use: another resource must be deleted first
 * - not yet: a repetition can succeed
 * - throttled, quota, permission: as AWS says
 * - permanent: no repetition succeeds
 */
type Meaning =
  | 'gone'
  | 'exists'
  | 'in use'
  | 'not yet'
  | 'throttled'
  | 'quota'
  | 'permission'
  | 'permanent';

/** What each recorded code means. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  'AWS.SimpleQueueService.BatchRequestTooLong': 'permanent',
  'AWS.SimpleQueueService.InvalidBatchEntryId': 'permanent',
  'AWS.SimpleQueueService.NonExistentQueue': 'gone',
  'AWS.SimpleQueueService.PurgeQueueInProgress': 'permanent',
  'AWS.SimpleQueueService.TooManyEntriesInBatchRequest': 'permanent',
  AccessDenied: 'permission',
  DeleteConflict: 'in use',
  DependencyViolation: 'in use',
  'InvalidAllocationID.NotFound': 'gone',
  InvalidAttributeName: 'permanent',
  InvalidAttributeValue: 'permanent',
  InvalidEventPatternException: 'permanent',
  'InvalidGroup.NotFound': 'gone',
  InvalidInput: 'permanent',
  'InvalidLaunchTemplateId.NotFound': 'gone',
  'InvalidNetworkInterfaceID.NotFound': 'gone',
  InvalidParameter: 'permanent',
  // With the words of a role that EKS cannot see yet, it passes (passing-errors.ts).
  InvalidParameterException: 'permanent',
  InvalidParameterValue: 'permanent',
  'InvalidPermission.Duplicate': 'permanent',
  InvalidServiceName: 'permanent',
  'InvalidSubnetID.NotFound': 'gone',
  'InvalidVolume.NotFound': 'gone',
  LimitExceededException: 'quota',
  MalformedPolicyDocument: 'permanent',
  MissingParameter: 'permanent',
  NoSuchEntity: 'gone',
  // Something protects the resource from its deletion. A person can take the protection away while it is told.
  OperationNotPermitted: 'in use',
  QueueAlreadyExists: 'exists',
  ResourceAlreadyExistsException: 'permanent',
  ResourceNotFoundException: 'gone',
  UnmodifiableEntity: 'permanent',
  ValidationError: 'permanent',
  ValidationException: 'permanent',
};

function meaningOf(error: ProviderError): Meaning {
  const code = vendorCode(error) ?? '';
  if (isGone(error)) return 'gone';
  if (error.errorType === 'throttling') return 'throttled';
  if (error.errorType === 'quota') return 'quota';
  if (error.errorType === 'permission') return 'permission';
  if (!error.retryable) return 'permanent';
  if (IN_USE_CODES.has(code)) return 'in use';
  return EXISTS_CODES.has(code) ? 'exists' : 'not yet';
}

test('every recorded error has the meaning that the table states, and no recorded code is missing in it', () => {
  const found: Record<string, Meaning> = {};
  for (const { service, operation = 'Unknown', code, message, status } of readErrors()) {
    const cause = sdkError({ Code: code, Message: message }, status);
    found[code] = meaningOf(providerError(cause, `${service}:${operation}`));
  }
  expect(found).toEqual(MEANINGS);
});
