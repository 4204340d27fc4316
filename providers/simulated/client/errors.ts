/** The meanings of the simulated cloud's error codes. */
import type { ErrorType } from '../../../contract/vocabulary.ts';
import { snakeCase } from '../../node-errors.ts';
import { ProviderError, type JsonObject } from '../../provider.ts';
import { NODE_TYPES } from '../plan/kinds.ts';

const THROTTLING_CODES: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
]);
const QUOTA_CODES: ReadonlySet<string> = new Set([
  ...Object.keys(NODE_TYPES).map(limitCode),
  'AddressLimitExceeded',
  'ResourceLimitExceeded',
  'ResourceLimitExceededException',
]);
const PERMISSION_CODES: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
]);
const EXPIRED_CODES: ReadonlySet<string> = new Set(['ExpiredToken']);
const VALIDATION_CODES: ReadonlySet<string> = new Set([
  'InvalidParameterValue',
  'MalformedPolicyDocument',
  'UnsupportedAvailabilityZoneException',
  'UnsupportedKubernetesVersion',
  'ValidationError',
]);
const CONFLICT_CODES: ReadonlySet<string> = new Set([
  'IdempotentParameterMismatch',
  'ResourceInUseException',
]);
/** Another resource must first become ready or deleted. */
const NOT_STABILIZED_CODES: ReadonlySet<string> = new Set([
  'DependencyViolation',
  'InvalidState',
  'ReferenceNotReady',
]);
const DEFAULT_THROTTLE_SECONDS = 1;

/** The code for a reached limit of a type of node, for example `ElasticIpLimitExceeded`. */
function limitCode(type: string): string {
  const words = type.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}LimitExceeded`;
}

/** An error answer of the cloud. */
export interface CloudFault {
  status: number;
  code: string;
  message: string;
  requestId?: string | undefined;
  /** Seconds; may be a fraction. */
  retryAfter?: number | undefined;
  blockers?: readonly { id: string; type: string; name: string }[] | undefined;
  /** The call, for operators. */
  context: JsonObject;
}

interface Meaning {
  code: string;
  errorType: ErrorType;
  retryable: boolean;
}

/** The ProviderError for an error answer. */
export function cloudError(fault: CloudFault): ProviderError {
  const { code, errorType, retryable } = meaningOf(fault);
  const retryAfter =
    errorType === 'throttling' ? (fault.retryAfter ?? DEFAULT_THROTTLE_SECONDS) : fault.retryAfter;
  return new ProviderError({
    code,
    errorType,
    publicMessage: fault.message,
    retryable,
    ...(retryable && retryAfter !== undefined && { retryAfter }),
    ...(fault.requestId !== undefined && { requestId: fault.requestId }),
    context: { ...fault.context, status: fault.status, vendorCode: fault.code },
  });
}

function meaningOf({ status, code }: CloudFault): Meaning {
  const final = (errorType: ErrorType, ours = snakeCase(code)): Meaning => ({
    code: ours,
    errorType,
    retryable: false,
  });
  if (status === 429 || THROTTLING_CODES.has(code)) {
    return { code: 'throttled', errorType: 'throttling', retryable: true };
  }
  if (status >= 500) {
    return { code: 'cloud_internal_error', errorType: 'provider', retryable: true };
  }
  if (NOT_STABILIZED_CODES.has(code)) {
    return { code: snakeCase(code), errorType: 'not_stabilized', retryable: true };
  }
  if (EXPIRED_CODES.has(code)) {
    return { code: 'credentials_expired', errorType: 'authentication', retryable: true };
  }
  if (QUOTA_CODES.has(code)) return final('quota');
  if (PERMISSION_CODES.has(code)) return final('permission', 'permission_denied');
  if (VALIDATION_CODES.has(code)) return final('validation');
  if (CONFLICT_CODES.has(code)) return final('conflict');
  return final(status === 404 ? 'not_found' : 'provider');
}
