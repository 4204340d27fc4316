import type { RequestHandler, Response } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Region } from '../../contract/resources/provider-fields.ts';
import { PROVIDERS, type ProviderName } from '../../contract/vocabulary.ts';

export interface ProviderDefaults {
  /** Those that this installation has; the first is meant where a request names none. */
  providers: readonly ProviderName[];
  /** Where a request that names no region has its things made. */
  regions: Readonly<Record<ProviderName, Region>>;
}

const defaultsOf = new WeakMap<Response, ProviderDefaults>();

export function defaultsFromSettings(defaults: ProviderDefaults): RequestHandler {
  return (_request, response, next) => {
    defaultsOf.set(response, defaults);
    next();
  };
}

/**
 * The body of a request for something new, with what it leaves out: the provider and its region.
 * Refuses a provider that is not set up; what else is wrong the schema says.
 */
export function withDefaults(response: Response, body: unknown): unknown {
  const defaults = defaultsOf.get(response);
  if (defaults === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) {
    return body;
  }
  const { providers, regions } = defaults;
  const asked: Record<string, unknown> = { provider: providers[0], ...body };
  const provider = PROVIDERS.find((name) => name === asked['provider']);
  if (provider === undefined) return asked;
  if (!providers.includes(provider)) throw notSetUp(provider, providers);
  return { region: regions[provider], ...asked };
}

function notSetUp(provider: string, providers: readonly string[]): RequestError {
  const detail = `"${provider}" is not set up here; SLIPWAY_PROVIDERS has ${providers.join(', ')}`;
  return new RequestError('invalid_request', `The body has a fault: /provider ${detail}`, {
    faults: [{ pointer: '/provider', detail }],
  });
}
