/** The errors of opening a session and of commands that the engine did not complete. */
import type { AllowedProviders } from '../engine/config.ts';
import { cutText } from '../../contract/cut-text.ts';
import { MAX_MESSAGE_LENGTH } from '../../contract/vocabulary.ts';
import { EngineError } from '../engine/error.ts';
import type { Redact } from '../engine/redaction.ts';
import type { EngineExit } from './process/protocol.ts';

/**
 * The context for commands that read the module: unless the diagnostics say otherwise, the module is the
 * cause.
 */
export const INVALID_MODULE = { otherwise: 'module_invalid' } as const;

/**
 * Returns why the engine did not end by itself: an EngineError, or the signal's reason if the signal
 * stopped the engine.
 */
export function incompleteRun(
  exit: EngineExit,
  { redact, signal, isApply }: { redact: Redact; signal: AbortSignal; isApply: boolean },
): unknown {
  switch (exit.reason) {
    case 'timeout':
      return new EngineError({
        code: 'engine_timeout',
        message: isApply
          ? 'The apply exceeded its time limit and was stopped. Its state was saved. Apply again to continue, or raise the limit (SLIPWAY_DEPLOYMENT_TIMEOUT_MS).'
          : 'The plan exceeded its time limit and was stopped. Split the module into smaller ones, or raise the limit (SLIPWAY_DEPLOYMENT_PLAN_TIMEOUT_MS).',
        errorType: 'timeout',
        retryable: false,
      });
    case 'output':
      return new EngineError({
        code: 'engine_output_too_large',
        message:
          'The engine exceeded the limit on its output and was stopped. Its state was saved. Split the deployment into smaller ones.',
        errorType: 'provider',
        retryable: false,
      });
    case 'disk':
      return new EngineError({
        code: 'engine_disk_exceeded',
        message:
          'The files of the run exceeded their limit, and the engine was stopped. Its state was saved. Use fewer providers and modules, or raise the limit (SLIPWAY_DEPLOYMENT_DISK_MIB).',
        errorType: 'provider',
        retryable: false,
      });
    case 'interrupted':
    case 'killed':
      if (signal.aborted) return signal.reason;
      break;
    default:
  }
  const lastLine = redact(exit.detail).trim().split('\n').at(-1) ?? '';
  return new EngineError({
    code: 'engine_died',
    message: `The engine died before it was done${lastLine === '' ? '' : `: ${lastLine.slice(0, 256)}`}. Retry; if it dies again, see whether the machine is short of memory.`,
    errorType: 'internal',
    retryable: true,
  });
}

/**
 * Returns the error of a run whose state could not be stored at some time. The engine was stopped or did not
 * start, and the next attempt stores what it has left.
 */
export function stateNotStored({
  code,
  message,
}: NonNullable<EngineExit['stateFault']>): EngineError {
  return new EngineError({
    code,
    message: `The engine was stopped, because its state cannot be stored. ${message} What the engine has made so far is recorded, and the next run continues from there.`,
    errorType: 'internal',
    retryable: true,
  });
}

/** Adds to the error of a destroying run which secrets it did not have: they may be the reason. */
export function withoutSecrets(error: EngineError, missing: readonly string[]): EngineError {
  if (missing.length === 0) return error;
  const sentence = ` These secrets no longer exist, and the module may need them to destroy its resources: ${missing.join(', ').slice(0, 200)}.`;
  const { details, address } = error;
  const message = cutText(details.message, MAX_MESSAGE_LENGTH - sentence.length) + sentence;
  return new EngineError({ ...details, message }, address);
}

/**
 * Returns the error for an engine that was not found.
 *
 * @param reasons why each candidate was rejected
 */
export function engineNotFound(name: string, reasons: readonly string[]): EngineError {
  return new EngineError({
    code: 'engine_not_found',
    message:
      `No ${name} was found on the worker: ${reasons.join('; ')}. ` +
      'Run `npm run engine` there, or see docs/deployments.md.',
    errorType: 'internal',
    retryable: false,
  });
}

/** Replaces the error about an unavailable provider by `provider_refused` if the provider is not allowed. */
export function refusedProvider(error: EngineError, allowed: AllowedProviders): EngineError {
  const { details } = error;
  const address = /provider ((?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9_-]+\/[a-z0-9_-]+)/i.exec(
    details.message,
  )?.[1];
  if (details.code !== 'provider_not_available' || address === undefined) return error;
  const name = address.replace(/^registry\.(?:opentofu\.org|terraform\.io)\//, '');
  if (allowed.includes('*') || allowed.includes(name)) return error;
  return new EngineError({
    ...details,
    code: 'provider_refused',
    errorType: 'permission',
    message: `The provider ${name} is not allowed. Use one of ${allowed.join(', ')}, or have it allowed (SLIPWAY_DEPLOYMENT_PROVIDERS).`,
  });
}
