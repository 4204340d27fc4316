/** Turns the engine's diagnostics into the error that a client sees. */
import { MAX_MESSAGE_LENGTH, type ErrorType } from '../../contract/vocabulary.ts';
import { EngineError } from './error.ts';
import type { Diagnostic } from './messages.ts';
import type { MaskAddress, Redact } from './redaction.ts';

interface Kind {
  pattern: RegExp;
  code: string;
  errorType: ErrorType;
  retryable: boolean;
}

/**
 * The kinds of errors. Diagnostics have no code, so they are matched on their text: on the engine's own
 * words, and on the codes that clouds put into their messages. The first match counts.
 */
const KINDS: readonly Kind[] = [
  {
    pattern: /Error acquiring the state lock|state is locked/i,
    code: 'state_locked',
    errorType: 'conflict',
    retryable: true,
  },
  {
    pattern: /Saved plan is stale|Error loading saved plan|Failed to read plan/i,
    code: 'plan_stale',
    errorType: 'conflict',
    retryable: true,
  },
  {
    pattern: /Failed to (?:query available|resolve) provider packages|Could not resolve provider/i,
    code: 'provider_not_available',
    errorType: 'validation',
    retryable: false,
  },
  {
    pattern: /No value for required variable/i,
    code: 'variable_missing',
    errorType: 'validation',
    retryable: false,
  },
  {
    pattern:
      /ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|AuthFailure|No valid credential sources|could not find default credentials|InvalidAuthenticationToken|\b401\b/,
    code: 'credentials_rejected',
    errorType: 'authentication',
    retryable: false,
  },
  {
    pattern: /UnauthorizedOperation|AccessDenied|AuthorizationFailed|PERMISSION_DENIED|\b403\b/,
    code: 'permission_denied',
    errorType: 'permission',
    retryable: false,
  },
  {
    pattern: /LimitExceeded|QuotaExceeded|RESOURCE_EXHAUSTED|Quota exceeded/,
    code: 'quota_exceeded',
    errorType: 'quota',
    retryable: false,
  },
  {
    pattern: /Throttling|TooManyRequests|RequestLimitExceeded|\b429\b/,
    code: 'throttled',
    errorType: 'throttling',
    retryable: true,
  },
  {
    pattern: /timeout while waiting|context deadline exceeded/i,
    code: 'provider_timeout',
    errorType: 'timeout',
    retryable: true,
  },
];

/** The errors that a diagnostic can mean if it matches none of the kinds. */
const FALLBACKS = {
  module_invalid: { code: 'module_invalid', errorType: 'validation', retryable: false },
  resource_failed: { code: 'resource_failed', errorType: 'provider', retryable: true },
  engine_failed: { code: 'engine_failed', errorType: 'provider', retryable: true },
} as const;

export interface ErrorContext {
  redact: Redact;
  maskAddress: MaskAddress;
  /** The error if the diagnostic matches no kind and names no resource. */
  otherwise: keyof typeof FALLBACKS;
  /** The resource that failed, in case the diagnostics do not name it. */
  address?: string | undefined;
  /** The message if there is no diagnostic. */
  detail: string;
}

/**
 * Returns the first error among the diagnostics, or `engine_failed` without one. The message has no
 * secrets.
 */
export function engineError(
  diagnostics: readonly Diagnostic[],
  options: ErrorContext,
): EngineError {
  const { redact, maskAddress } = options;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // Prefer an error that names a resource: it is the cause, and the others follow from it.
  const first = errors.find(({ address }) => address !== undefined) ?? errors[0];
  if (first === undefined) {
    const detail = redact(options.detail)
      .trim()
      .slice(-MAX_MESSAGE_LENGTH / 2);
    return new EngineError({
      ...FALLBACKS.engine_failed,
      message:
        detail === '' ? 'The engine failed and wrote no message.' : `The engine failed: ${detail}`,
    });
  }
  const named = first.address ?? options.address;
  const address = named === undefined ? undefined : maskAddress(named);
  const text = `${first.summary}\n${first.detail}`;
  const { pattern: _pattern, ...kind } = KINDS.find(({ pattern }) => pattern.test(text)) ?? {
    pattern: undefined,
    ...FALLBACKS[address === undefined ? options.otherwise : 'resource_failed'],
  };
  const place = first.range ? ` (${first.range.filename}:${first.range.start.line})` : '';
  const where = address === undefined ? '' : `${address}: `;
  const detail = first.detail.replaceAll(/\s+/g, ' ').trim();
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : '';
  const message = `${where}${first.summary.trim()}${place}${detail === '' ? '.' : `. ${detail}`}`;
  return new EngineError(
    { ...kind, message: `${redact(message).slice(0, MAX_MESSAGE_LENGTH - more.length)}${more}` },
    address,
  );
}
