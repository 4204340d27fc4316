import { faulty } from '../../contract/parse.ts';
import { withClusterDefaults, type Region } from '../../contract/resources/provider-fields.ts';
import { PROVIDERS, type ProviderName, type ResourceType } from '../../contract/vocabulary.ts';

/** Which providers this installation offers, and the values that a request may leave out. */
export interface ProviderDefaults {
  /** The first one is used when a request names no provider. */
  providers: readonly ProviderName[];
  /** The region to use when a request names none, for each provider. */
  regions: Readonly<Record<ProviderName, Region>>;
}

/**
 * Returns the body of a create request with its missing provider and region filled in, and for a cluster what
 * follows from its other fields. A body that is not an object, or that names an unknown provider, is returned unchanged: the schema refuses it.
 * Throws `invalid_request` for a provider that this installation does not offer.
 */
export function withDefaults(
  { providers, regions }: ProviderDefaults,
  body: unknown,
  type?: ResourceType,
): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const completed: Record<string, unknown> = { provider: providers[0], ...body };
  const provider = PROVIDERS.find((name) => name === completed['provider']);
  if (provider === undefined) return completed;
  if (!providers.includes(provider)) {
    const detail = `must be a provider of this installation (${providers.join(', ')}), not "${provider}"; the setting SLIPWAY_PROVIDERS lists them`;
    throw faulty('invalid_request', 'body', [{ pointer: '/provider', detail }]);
  }
  const placed = { region: regions[provider], ...completed };
  return type === 'cluster' ? withClusterDefaults(provider, placed) : placed;
}
