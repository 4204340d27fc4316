/**
 * What an engine's error means to a client. Diagnostics have no code, so they are matched on their text: on the
 * words of the engines and of the programs that they run, and on the codes that clouds put into their messages.
 */
import type { ErrorType } from '../../contract/vocabulary.ts';

export interface ErrorKind {
  code: string;
  errorType: ErrorType;
  retryable: boolean;
}

interface KindRule extends ErrorKind {
  pattern: RegExp;
  /** Matches the summary alone. */
  ofSummary?: true;
  /** What to do, if the text does not say it. */
  advice?: string;
}

/** Matches a number of HTTP only where the text says that it is one: ports and ids are numbers, too. */
function httpStatus(numbers: string, words: string): RegExp {
  return new RegExp(
    `(?:status(?: ?code)?|error|code|response|http(?:/[\\d.]+)?)\\W{0,3}(?:${numbers})\\b|\\b(?:${numbers}) (?:${words})`,
    'i',
  );
}

/** The first match counts. */
const RULES: readonly KindRule[] = [
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
    // The proxy of the sandbox has refused the host: in the words of git, and in those of the engines.
    pattern:
      /is not in SLIPWAY_DEPLOYMENT_HOSTS|has no public address|CONNECT tunnel failed, response 403|(?:Get|Head|Post) "https:[^"]*": Forbidden/,
    code: 'host_refused',
    errorType: 'permission',
    retryable: false,
    advice: 'Have the host allowed (SLIPWAY_DEPLOYMENT_HOSTS).',
  },
  {
    pattern:
      /no such host|server misbehaving|name resolution|Could not resolve host|connection refused|connection reset by peer|connection timed out|i\/o timeout|network is unreachable|no route to host|handshake timeout|Failed to connect to|Couldn't connect to server|CONNECT tunnel failed, response 5|(?:Get|Head|Post) "https:[^"]*": Bad Gateway|early EOF|unexpected EOF/i,
    code: 'network_unavailable',
    errorType: 'provider',
    retryable: true,
  },
  {
    pattern: httpStatus(
      '50[0234]',
      'Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out',
    ),
    code: 'service_unavailable',
    errorType: 'provider',
    retryable: true,
  },
  {
    pattern: /Throttling|TooManyRequests|RequestLimitExceeded/,
    code: 'throttled',
    errorType: 'throttling',
    retryable: true,
  },
  {
    pattern: httpStatus('429', 'Too Many Requests'),
    code: 'throttled',
    errorType: 'throttling',
    retryable: true,
  },
  {
    pattern:
      /ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|AuthFailure|No valid credential sources|could not find default credentials|InvalidAuthenticationToken|could not read (?:Username|Password) for|Authentication failed for|Permission denied \(publickey|Host key verification failed/,
    code: 'credentials_rejected',
    errorType: 'authentication',
    retryable: false,
  },
  {
    pattern: /host \S+ (?:rejected the given|requires) authentication credentials/,
    code: 'credentials_rejected',
    errorType: 'authentication',
    retryable: false,
    advice: 'Name a secret with a token for this host in `credentials`.',
  },
  {
    pattern: /Error while installing [^\n]*: unsuccessful request to \S+: 40[13]\b/,
    code: 'credentials_rejected',
    errorType: 'authentication',
    retryable: false,
    advice:
      'Engines send tokens for the descriptions of providers, but not for their archives. Have the server give archives without a token, for example from signed URLs.',
  },
  {
    pattern: httpStatus('401', 'Unauthorized'),
    code: 'credentials_rejected',
    errorType: 'authentication',
    retryable: false,
  },
  {
    pattern: /UnauthorizedOperation|AccessDenied|AuthorizationFailed|PERMISSION_DENIED/,
    code: 'permission_denied',
    errorType: 'permission',
    retryable: false,
  },
  {
    pattern: httpStatus('403', 'Forbidden'),
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
    pattern: /timeout while waiting|context deadline exceeded/i,
    code: 'provider_timeout',
    errorType: 'timeout',
    retryable: true,
  },
  {
    pattern: /Failed to (?:query available|resolve) provider packages|Could not resolve provider/i,
    code: 'provider_not_available',
    errorType: 'validation',
    retryable: false,
  },
  {
    pattern:
      /repository '[^']*' not found|does not appear to be a git repository|did not match any file\(s\) known to git|invalid ref: |Remote branch \S+ not found|couldn't find remote ref|bad response code: 4\d\d|^subdir "|^Unreadable module directory|download not supported for scheme/m,
    code: 'module_not_found',
    errorType: 'validation',
    retryable: false,
  },
  {
    // What is left of them is mostly about the other side: a clone that was cut off, a server that restarts.
    pattern: /Failed to download module|Error accessing remote module registry/,
    code: 'module_not_available',
    errorType: 'provider',
    retryable: true,
  },
  {
    pattern: /No value for required variable/i,
    code: 'variable_missing',
    errorType: 'validation',
    retryable: false,
  },
  {
    ofSummary: true,
    pattern:
      /^(?:Invalid |Unsupported |Missing |Incorrect |Duplicate |Reference to |Cycle: |Call to (?:unknown|non-existent) function|Error in function call|Self-referential |Inconsistent |Ambiguous |Unsuitable value|Argument or block definition required|Attribute redefined|Variables not allowed|Function calls not allowed|Instance cannot be destroyed|Resource precondition failed)/,
    code: 'module_invalid',
    errorType: 'validation',
    retryable: false,
  },
  {
    ofSummary: true,
    pattern: /^Unable to (?:find|read) remote state/,
    code: 'data_source_failed',
    errorType: 'validation',
    retryable: false,
  },
];

/** The address of a data source, in whatever module it is. */
const DATA_SOURCE = /^(?:module\.[^.]+\.)*data\./;
const DATA_SOURCE_FAILED: ErrorKind = {
  code: 'data_source_failed',
  errorType: 'validation',
  retryable: false,
};
const FALLBACKS = {
  module_invalid: { code: 'module_invalid', errorType: 'validation', retryable: false },
  resource_failed: { code: 'resource_failed', errorType: 'provider', retryable: true },
  engine_failed: { code: 'engine_failed', errorType: 'provider', retryable: true },
} as const satisfies Record<string, ErrorKind>;

export type Fallback = keyof typeof FALLBACKS;

/**
 * Returns the kind of an error, and what to do about it if its own text does not say that.
 *
 * @param address the resource that the error is about, as the engine names it
 * @param otherwise the kind of an error that matches no rule and names no resource
 */
export function errorKind(
  { summary, detail }: { summary: string; detail: string },
  address: string | undefined,
  otherwise: Fallback,
): { kind: ErrorKind; advice?: string } {
  const text = `${summary}\n${detail}`;
  const rule = RULES.find(({ pattern, ofSummary }) => pattern.test(ofSummary ? summary : text));
  if (rule !== undefined) {
    const { code, errorType, retryable, advice } = rule;
    return { kind: { code, errorType, retryable }, ...(advice !== undefined && { advice }) };
  }
  if (address === undefined) return { kind: FALLBACKS[otherwise] };
  const isData = DATA_SOURCE.test(address.replaceAll(/\[[^\]]*\]/g, ''));
  return { kind: isData ? DATA_SOURCE_FAILED : FALLBACKS.resource_failed };
}

/** The kind of an error without a diagnostic. */
export const ENGINE_FAILED: ErrorKind = FALLBACKS.engine_failed;
