/** How the provider classifies each error that AWS gave when somebody recorded it. */
import { expect, test } from 'vitest';
import {
  EXISTS_CODES,
  IN_USE_CODES,
  isGone,
  providerError,
} from '../../providers/aws/client/errors.ts';
import type { ProviderError } from '../../providers/provider.ts';
import { readErrors, type RecordedError } from './recordings.ts';
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

/** What each recorded code means. A service before the code means that the code differs between services. */
const MEANINGS: Readonly<Record<string, Meaning>> = {};

function meaningOf(error: ProviderError): Meaning {
  const vendorCode = String(error.context?.['vendorCode']);
  if (isGone(error)) return 'gone';
  if (error.errorType === 'throttling') return 'throttled';
  if (error.errorType === 'quota') return 'quota';
  if (error.errorType === 'permission') return 'permission';
  if (!error.retryable) return 'permanent';
  if (IN_USE_CODES.has(vendorCode)) return 'in use';
  return EXISTS_CODES.has(vendorCode) ? 'exists' : 'not yet';
}

const keyOf = ({ service, code }: RecordedError) =>
  `${service}:${code}` in MEANINGS ? `${service}:${code}` : code;

test('every recorded error has the meaning that the table states, and no recorded code is missing in it', () => {
  const found: Record<string, Meaning> = {};
  for (const error of readErrors()) {
    const { service, operation = 'Unknown', code, message, status } = error;
    const cause = sdkError({ Code: code, Message: message }, status);
    found[keyOf(error)] = meaningOf(providerError(cause, `${service}:${operation}`));
  }
  expect(found).toEqual(MEANINGS);
});
