import { ProviderError, type ResourceSpec } from '../provider.ts';

/** The kinds of resources that a provider of clusters and networks offers. */
export type OfferedResource = Extract<ResourceSpec, { resourceType: 'cluster' | 'network' }>;

/**
 * Returns the resource if it is a cluster or a network. Throws a ProviderError of type `validation` for any
 * other kind.
 */
export function offered(provider: string, resource: ResourceSpec): OfferedResource {
  const type: string = resource.resourceType;
  if (resource.resourceType === 'cluster' || resource.resourceType === 'network') return resource;
  throw new ProviderError({
    code: 'invalid_spec',
    errorType: 'validation',
    publicMessage: `The provider ${provider} does not offer the resource type ${type}.`,
    retryable: false,
    fieldErrors: { provider: `does not offer the resource type ${type}` },
  });
}
