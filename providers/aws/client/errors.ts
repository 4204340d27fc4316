/**
 * The meanings of AWS's error codes: named sets, matched on the code. The text counts only for codes that have
 * two meanings (passing-errors.ts).
 */
import type { ErrorType } from '../../../contract/vocabulary.ts';
import { snakeCase } from '../../node-errors.ts';
import { ProviderError, type JsonObject } from '../../provider.ts';
import { passingError } from './passing-errors.ts';

/** The codes in the SDK's list, and further ones of single services. */
const THROTTLING_CODES: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException.Throttled',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** The quota behind each code, in words. */
const QUOTA_CODES: Readonly<Record<string, string>> = {
  AddressLimitExceeded: 'Elastic IP addresses per region',
  InternetGatewayLimitExceeded: 'internet gateways per region',
  LimitExceeded: 'objects of this type per account',
  LimitExceededException: 'objects of this type per region',
  NatGatewayLimitExceeded: 'NAT gateways per Availability Zone',
  ResourceLimitExceededException: 'EKS objects of this type per region',
  RouteTableLimitExceeded: 'route tables per VPC',
  RulesPerSecurityGroupLimitExceeded: 'rules per security group',
  SecurityGroupLimitExceeded: 'security groups per region',
  SecurityGroupsPerInterfaceLimitExceeded: 'security groups per network interface',
  ServiceQuotaExceededException: 'objects of this type per region',
  SubnetLimitExceeded: 'subnets per VPC',
  VpcEndpointLimitExceeded: 'gateway endpoints per region',
  VpcLimitExceeded: 'VPCs per region',
};

const PERMISSION_CODES: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthFailure',
  'NotAuthorized',
  'OptInRequired',
  'UnauthorizedOperation',
]);

/** AWS does not accept the credentials. */
const AUTHENTICATION_CODES: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** The credentials expired during a run: the next call loads new ones. */
const EXPIRED_CODES: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
]);

/** Errors that waiting does not resolve. */
const TERMINAL_CODES: Readonly<Record<string, ErrorType>> = {
  IdempotentParameterMismatch: 'conflict',
  InvalidParameter: 'validation',
  InvalidParameterCombination: 'validation',
  InvalidParameterValue: 'validation',
  'InvalidSubnet.Conflict': 'conflict',
  'InvalidSubnet.Range': 'validation',
  'InvalidVpc.Range': 'validation',
  MalformedPolicyDocument: 'validation',
  UnsupportedAvailabilityZoneException: 'validation',
  ValidationError: 'validation',
};

/** EKS refuses the request. Some of these pass, which `passingError` knows. */
const INVALID_CODES: ReadonlySet<string> = new Set([
  'InvalidParameterException',
  'InvalidRequestException',
]);

/** The name exists already: a lost create of ours made it, or it belongs to a foreign resource. */
export const EXISTS_CODES: ReadonlySet<string> = new Set([
  'EntityAlreadyExists',
  'EntityAlreadyExistsException',
  'InvalidGroup.Duplicate',
  'InvalidLaunchTemplateName.AlreadyExistsException',
  'InvalidSubnet.Conflict',
  'QueueAlreadyExists',
  'QueueNameExists',
  'ResourceInUseException',
]);

/** Returns true if the resource does not exist. For a deletion this is success. */
export function isGone(error: unknown): boolean {
  const code = vendorCode(error);
  return (
    code !== undefined &&
    /(^NoSuch(Entity|Resource)|NotFound(Exception)?$|\.NotFound|NonExistentQueue|QueueDoesNotExist|^NatGatewayNotFound)/.test(
      code,
    )
  );
}

/** Returns true if the caller's policies do not allow the call. */
export function isDenied(error: unknown): boolean {
  return PERMISSION_CODES.has(vendorCode(error) ?? '');
}

/** The resource is in use, or protected from its deletion. */
export const IN_USE_CODES: ReadonlySet<string> = new Set([
  'DeleteConflict',
  'DeleteConflictException',
  'DependencyViolation',
  'InvalidIPAddress.InUse',
  'OperationNotPermitted',
  'ResourceInUseException',
  'VolumeInUse',
]);

/**
 * Rejects unless the error says that the two resources are connected already. Answers of EC2 can be older than
 * the connection, and the next look shows whether it is the wanted one.
 */
export function unlessAssociated(error: unknown): void {
  if (vendorCode(error) !== 'Resource.AlreadyAssociated') throw error;
}

/** Returns AWS's own code of an error that `providerError` created. */
export function vendorCode(error: unknown): string | undefined {
  if (!(error instanceof ProviderError)) return undefined;
  const code = error.context?.['vendorCode'];
  return typeof code === 'string' ? code : undefined;
}

/** The parts of the SDK's errors that matter here. */
interface SdkError {
  name: string;
  message: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

/**
 * Returns the ProviderError for an error of the SDK. `action` is the IAM action, for example
 * `ec2:CreateVpc`.
 */
export function providerError(cause: unknown, action: string): ProviderError {
  const error = asSdkError(cause);
  const code = error.name;
  const { httpStatusCode: status = 0, requestId } = error.$metadata ?? {};
  const { publicMessage = `${action}: ${error.message}`, ...meaning } = meaningOf(
    error,
    status,
    action,
  );
  return new ProviderError({
    ...meaning,
    publicMessage,
    ...(requestId !== undefined && { requestId }),
    context: { vendorCode: code, status, action } satisfies JsonObject,
    cause,
  });
}

interface Meaning {
  code: string;
  errorType: ErrorType;
  retryable: boolean;
  retryAfter?: number;
  retryWindowSeconds?: number;
  publicMessage?: string;
}

function meaningOf({ name: code, message }: SdkError, status: number, action: string): Meaning {
  const ours = snakeCase(code);
  if (THROTTLING_CODES.has(code) || status === 429) {
    return { code: 'throttled', errorType: 'throttling', retryable: true, retryAfter: 1 };
  }
  if (EXPIRED_CODES.has(code)) {
    return { code: 'credentials_expired', errorType: 'authentication', retryable: true };
  }
  if (QUOTA_CODES[code] !== undefined) {
    return {
      code: ours,
      errorType: 'quota',
      retryable: false,
      publicMessage: `${action} was refused: the quota "${QUOTA_CODES[code]}" is used up. Request an increase from AWS, or delete unused resources.`,
    };
  }
  if (PERMISSION_CODES.has(code)) {
    return {
      code: 'permission_denied',
      errorType: 'permission',
      retryable: false,
      publicMessage: `The credentials lack the permission ${action}. Add it to their policy.`,
    };
  }
  if (AUTHENTICATION_CODES.has(code)) {
    return { code: 'credentials_invalid', errorType: 'authentication', retryable: false };
  }
  const terminal = TERMINAL_CODES[code];
  if (terminal !== undefined) return { code: ours, errorType: terminal, retryable: false };
  const passing = passingError(code, message) ?? (EXISTS_CODES.has(code) ? {} : undefined);
  if (passing !== undefined) {
    return { code: ours, errorType: 'not_stabilized', retryable: true, ...passing };
  }
  if (INVALID_CODES.has(code)) return { code: ours, errorType: 'validation', retryable: false };
  if (code === 'TimeoutError' || code === 'AbortError') {
    return { code: 'cloud_timeout', errorType: 'timeout', retryable: true };
  }
  if (status === 0) return { code: 'cloud_unreachable', errorType: 'provider', retryable: true };
  if (status >= 500)
    return { code: 'cloud_internal_error', errorType: 'provider', retryable: true };
  return { code: ours, errorType: status === 404 ? 'not_found' : 'provider', retryable: false };
}

function asSdkError(cause: unknown): SdkError {
  return cause instanceof Error ? cause : new Error(String(cause));
}
