import * as z from 'zod';
import { PROVIDER_DEFINITIONS, REGIONS, type Region } from '../providers/definitions.ts';
import type { ProviderDefinition, ProviderRequest } from '../providers/definition.ts';
import { PROVIDERS, type ProviderName } from '../vocabulary.ts';

export type { Region };

export const providerSchema = z.enum(PROVIDERS);
export const regionSchema = z.enum(REGIONS);

/**
 * Refines a request's schema: adds an issue for a region or an add-on that the request's provider does
 * not have, for what its cloud refuses, and for each field that belongs to another provider.
 */
export function checkProviderFields(
  request: ProviderRequest & {
    provider: ProviderName;
    region: Region;
  },
  context: z.RefinementCtx,
): void {
  const { provider, region, addons = [], addonSettings = {} } = request;
  const known: ProviderDefinition = PROVIDER_DEFINITIONS[provider];
  if (!known.regions.includes(region)) {
    context.addIssue({
      code: 'custom',
      path: ['region'],
      message: `is not a region of the provider ${provider}, which has ${known.regions.join(', ')}`,
    });
  }
  for (const [index, addon] of addons.entries()) {
    if (known.hasMoreAddons || known.addons.includes(addon)) continue;
    context.addIssue({
      code: 'custom',
      path: ['addons', index],
      message: `is not an add-on of the provider ${provider}, which has ${known.addons.join(', ')}`,
    });
  }
  for (const name of Object.keys(addonSettings)) {
    if (addons.includes(name)) continue;
    const message = 'is not an add-on of the cluster; add it to addons';
    context.addIssue({ code: 'custom', path: ['addonSettings', name], message });
  }
  for (const fault of known.refusals(request)) context.addIssue({ code: 'custom', ...fault });
  refuseForeign(request, [], provider, fieldsOf, context);
  for (const [index, group] of (request.nodeGroups ?? []).entries()) {
    refuseForeign(group, ['nodeGroups', index], provider, nodeGroupFieldsOf, context);
  }
}

/** Adds an issue for each field that belongs to another provider. */
function refuseForeign(
  value: object,
  path: readonly (string | number)[],
  provider: ProviderName,
  fieldsIn: (provider: ProviderName) => ReadonlySet<string>,
  context: z.RefinementCtx,
): void {
  const own = fieldsIn(provider);
  for (const other of PROVIDERS) {
    for (const field of fieldsIn(other)) {
      if (own.has(field) || !(field in value)) continue;
      context.addIssue({
        code: 'custom',
        path: [...path, field],
        message: `belongs to the provider ${other}, and the request is for ${provider}`,
      });
    }
  }
}

/** Returns a cluster's spec with the fields that it leaves out and that its other fields decide. */
export function withClusterDefaults(provider: ProviderName, spec: object): object {
  return { ...PROVIDER_DEFINITIONS[provider].clusterDefaults(spec), ...spec };
}

/** The fields of specs that belong to a provider. */
function fieldsOf(provider: ProviderName): ReadonlySet<string> {
  const { clusterFields, networkFields } = PROVIDER_DEFINITIONS[provider];
  return new Set([...Object.keys(clusterFields), ...Object.keys(networkFields)]);
}

/** The fields of node groups that belong to a provider. */
function nodeGroupFieldsOf(provider: ProviderName): ReadonlySet<string> {
  return new Set(Object.keys(PROVIDER_DEFINITIONS[provider].nodeGroupFields));
}

/** A minor version of Kubernetes. The provider's cloud decides which ones it offers. */
export const kubernetesVersionSchema = z.string().regex(/^1\.[1-9]\d{0,2}$/, {
  error: 'must be a minor version of Kubernetes, for example 1.34',
});

/** Keys that start with `slipway:` are reserved for Slipway's own tags. */
export const tagKeySchema = z
  .string()
  .regex(/^(?!slipway:)[A-Za-z0-9][A-Za-z0-9 _.:/=+@-]{0,127}$/, {
    error:
      'a tag key starts with a letter or digit, has at most 128 characters and must not start with "slipway:"',
  });
export const tagValueSchema = z.string().max(256);

/** The user's own tags. */
export const tagsSchema = z
  .record(tagKeySchema, tagValueSchema)
  .refine((tags) => Object.keys(tags).length <= 40, { error: 'at most 40 tags' });
