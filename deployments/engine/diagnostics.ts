/** From the engine's diagnostics to the error that a client sees. */
import type { ErrorType } from '../../contract/vocabulary.ts';
import { MAX_MESSAGE_LENGTH } from '../../contract/vocabulary.ts';
import { EngineError } from './error.ts';
import type { Diagnostic } from './messages.ts';
import type { Redact } from './redaction.ts';

interface Kind {
  pattern: RegExp;
  code: string;
  errorType: ErrorType;
  retryable: boolean;
}

/**
 * Diagnostics carry no code, so these are matched on words: those of the engine itself, and the codes
 * that clouds put into their messages. The first that fits counts.
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

/** What an error is where no kind fits: a wrong module, or a provider that failed. */
const OTHERWISE = {
  module_invalid: { code: 'module_invalid', errorType: 'validation', retryable: false },
  resource_failed: { code: 'resource_failed', errorType: 'provider', retryable: true },
  engine_failed: { code: 'engine_failed', errorType: 'provider', retryable: true },
} as const;

export interface ErrorContext {
  redact: Redact;
  /** Where no kind fits. */
  otherwise: keyof typeof OTHERWISE;
  /** Of the resource that failed, where the diagnostics do not say it. */
  address?: string | undefined;
  /** Said when there is no diagnostic. */
  detail: string;
}

/** The first error among the diagnostics, or what is left to say without one. */
export function engineError(
  diagnostics: readonly Diagnostic[],
  options: ErrorContext,
): EngineError {
  const { redact } = options;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // The one that names a resource says more than what follows from it.
  const first = errors.find(({ address }) => address !== undefined) ?? errors[0];
  if (first === undefined) {
    const said = redact(options.detail)
      .trim()
      .slice(-MAX_MESSAGE_LENGTH / 2);
    return new EngineError({
      ...OTHERWISE.engine_failed,
      message: said === '' ? 'The engine failed without a word.' : `The engine failed: ${said}`,
    });
  }
  const address = first.address ?? options.address;
  const text = `${first.summary}\n${first.detail}`;
  const { pattern: _pattern, ...kind } = KINDS.find(({ pattern }) => pattern.test(text)) ?? {
    pattern: undefined,
    ...OTHERWISE[address === undefined ? options.otherwise : 'resource_failed'],
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
