/** Why a session could not be opened, or a command of it did not end by itself. */
import type { AllowedProviders } from '../engine/config.ts';
import { EngineError } from '../engine/error.ts';
import type { Redact } from '../engine/redaction.ts';
import type { EngineExit } from './protocol.ts';

/** The commands that read the module fail because of it, unless they say otherwise. */
export const INVALID = { otherwise: 'module_invalid' } as const;

/** Of an engine that did not end by itself; the signal's own reason, if that ended it. */
export function unfinished(exit: EngineExit, redact: Redact, signal: AbortSignal): unknown {
  switch (exit.reason) {
    case 'timeout':
      return new EngineError({
        code: 'engine_timeout',
        message: 'The engine took longer than it may, and was stopped; its state was kept.',
        errorType: 'timeout',
        retryable: false,
      });
    case 'output':
      return new EngineError({
        code: 'engine_output_too_large',
        message: 'The engine wrote more than it may, and was stopped; its state was kept.',
        errorType: 'provider',
        retryable: false,
      });
    case 'interrupted':
    case 'killed':
      if (signal.aborted) return signal.reason;
      break;
    default:
  }
  const said = redact(exit.detail).trim().split('\n').at(-1) ?? '';
  return new EngineError({
    code: 'engine_died',
    message: `The engine died before it was done${said === '' ? '' : `: ${said.slice(0, 256)}`}.`,
    errorType: 'internal',
    retryable: true,
  });
}

export function noEngine(name: string, reasons: readonly string[]): EngineError {
  return new EngineError({
    code: 'engine_not_found',
    message:
      `No ${name} was found on the worker: ${reasons.join('; ')}. ` +
      'Run `npm run engine` there, or see docs/deployments.md.',
    errorType: 'internal',
    retryable: false,
  });
}

/** Of a provider that could not be had: that it is not allowed, if that is why. */
export function refusedProvider(error: EngineError, allowed: AllowedProviders): EngineError {
  const { details } = error;
  const name = /provider (?:registry\.[a-z.]+\/)?([a-z0-9_-]+\/[a-z0-9_-]+)/i.exec(
    details.message,
  )?.[1];
  if (details.code !== 'provider_not_available' || name === undefined) return error;
  if (allowed.includes('*') || allowed.includes(name)) return error;
  return new EngineError({
    ...details,
    code: 'provider_refused',
    errorType: 'permission',
    message: `The provider ${name} is not allowed here. Allowed: ${allowed.join(', ')} (SLIPWAY_DEPLOYMENT_PROVIDERS).`,
  });
}
