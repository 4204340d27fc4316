/** Turns what git wrote into the error that a client sees. Git has no codes, so its own words are matched. */
import { cutText } from '../../contract/cut-text.ts';
import { MAX_MESSAGE_LENGTH, type ErrorType } from '../../contract/vocabulary.ts';
import { EngineError } from '../engine/error.ts';
import type { Redact } from '../engine/redaction.ts';

interface Kind {
  pattern: RegExp;
  code: string;
  errorType: ErrorType;
  retryable: boolean;
  /** What to do. */
  advice: string;
}

/** The first match counts. */
const KINDS: readonly Kind[] = [
  {
    pattern:
      /is not in SLIPWAY_DEPLOYMENT_HOSTS|has no public address|from proxy after CONNECT|proxy CONNECT aborted|proxy refused the connection/i,
    code: 'git_host_refused',
    errorType: 'permission',
    retryable: false,
    advice:
      'Have the host allowed (SLIPWAY_DEPLOYMENT_HOSTS, and SLIPWAY_DEPLOYMENT_NETWORKS if it is not public). Over ssh, name a secret with a key in `credentials`, too.',
  },
  {
    pattern: /cannot run ssh|ssh: (?:command )?not found/i,
    code: 'ssh_not_found',
    errorType: 'internal',
    retryable: false,
    advice: 'Install an ssh client on the workers, such as the package openssh-client.',
  },
  {
    pattern: /Host key verification failed|host key is known/i,
    code: 'git_host_key_unknown',
    errorType: 'authentication',
    retryable: false,
    advice: 'Add the key of the host to the file of SLIPWAY_GIT_KNOWN_HOSTS on the workers.',
  },
  {
    pattern:
      /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied|returned error: 40[13]|HTTP Basic: Access denied/i,
    code: 'git_access_denied',
    errorType: 'authentication',
    retryable: false,
    advice:
      'Name a secret with access to the repository in `credentials`, under the host of the URL.',
  },
  {
    pattern: /not a valid object name \S+:|path '.*' does not exist/i,
    code: 'git_path_not_found',
    errorType: 'not_found',
    retryable: false,
    advice: 'The commit has no such folder. Check `source.git.path`.',
  },
  {
    pattern:
      /not our ref|unadvertised object|couldn't find remote ref|not a valid object name|bad object|bad revision/i,
    code: 'git_ref_not_found',
    errorType: 'not_found',
    retryable: false,
    advice: 'The repository has no such commit. Check `source.git.ref`.',
  },
  {
    pattern:
      /repository .*not found|not found: did you run|returned error: 404|does not (?:appear to be a git repository|exist)|not a git repository|could not be found/i,
    code: 'git_repository_not_found',
    errorType: 'not_found',
    retryable: false,
    advice:
      'Check `source.git.url`. A private repository also needs a secret in `credentials`, under the host of the URL.',
  },
  {
    pattern: /SSL certificate problem|certificate verif|unable to get local issuer/i,
    code: 'git_certificate_refused',
    errorType: 'authentication',
    retryable: false,
    advice: 'Give the workers the certificates of the host (SSL_CERT_FILE).',
  },
  {
    pattern:
      /Could not resolve|Failed to connect|Couldn't connect|Connection (?:refused|reset|closed)|timed out|Operation too slow|returned error: (?:429|5\d\d)|RPC failed|early EOF|unexpected disconnect|Empty reply|network is unreachable|hung up unexpectedly/i,
    code: 'git_unreachable',
    errorType: 'provider',
    retryable: true,
    advice: 'Try again when the host answers.',
  },
];

/** For a git that failed with other words. */
const OTHER = { code: 'git_failed', errorType: 'provider', retryable: true } as const;

/**
 * Returns the error of a git that has failed.
 *
 * @param doing what git did, after the words "Git could not"
 * @param detail the end of what git has written
 */
export function gitError(doing: string, detail: string, redact: Redact): EngineError {
  const kind = KINDS.find(({ pattern }) => pattern.test(detail));
  const { code, errorType, retryable } = kind ?? OTHER;
  const words = redact(wordsOf(detail, kind));
  const text = `Git could not ${doing}${words === '' ? '' : `: ${words}`}`;
  const advice = kind === undefined ? '' : ` ${kind.advice}`;
  const message = `${cutText(text, MAX_MESSAGE_LENGTH / 2)}.${advice}`;
  return new EngineError({ code, errorType, retryable, message });
}

/** The line that tells the reason, or else the error with which git ended. */
function wordsOf(detail: string, kind: Kind | undefined): string {
  const lines = detail.split('\n').filter((line) => line.trim() !== '');
  const telling =
    lines.find((line) => kind?.pattern.test(line)) ??
    lines.find((line) => /^(?:fatal|ERROR): /.test(line)) ??
    lines.at(-1) ??
    '';
  return telling
    .replace(/^(?:fatal|error|remote|ERROR): */, '')
    .trim()
    .replace(/\.$/, '');
}

export function refNotFound(ref: string, url: string): EngineError {
  return new EngineError({
    code: 'git_ref_not_found',
    message: `${url} has no branch or tag ${ref}. Check \`source.git.ref\`. A commit needs its full id of 40 digits.`,
    errorType: 'not_found',
    retryable: false,
  });
}

export function gitNotFound(): EngineError {
  return new EngineError({
    code: 'git_not_found',
    message:
      'Git is not installed on the worker. Install it there, or upload the files as an archive.',
    errorType: 'internal',
    retryable: false,
  });
}

/** @param reason follows the words "The source" */
export function sourceRefused(reason: string): EngineError {
  return new EngineError({
    code: 'source_refused',
    message: cutText(`The source ${reason}`),
    errorType: 'validation',
    retryable: false,
  });
}
