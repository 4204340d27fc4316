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
    addons?: readonly string[];
  },
  context: z.RefinementCtx,
): void {
  const { provider, region, addons = [] } = request;
  const known: ProviderDefinition = PROVIDER_DEFINITIONS[provider];
  if (!known.regions.includes(region)) {
    context.addIssue({
      code: 'custom',
      path: ['region'],
      message: `is not a region of the provider ${provider}, which has ${known.regions.join(', ')}`,
    });
  }
  for (const [index, addon] of addons.entries()) {
    if (known.addons.includes(addon)) continue;
    context.addIssue({
      code: 'custom',
      path: ['addons', index],
      message: `is not an add-on of the provider ${provider}, which has ${known.addons.join(', ')}`,
    });
  }
  for (const fault of known.refusals(request)) context.addIssue({ code: 'custom', ...fault });
  const own = fieldsOf(provider);
  for (const other of PROVIDERS) {
    for (const field of fieldsOf(other)) {
      if (own.has(field) || !(field in request)) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `belongs to the provider ${other}, and the request is for ${provider}`,
      });
    }
  }
}

/** The fields of specs that belong to a provider. */
function fieldsOf(provider: ProviderName): ReadonlySet<string> {
  const { clusterFields, networkFields } = PROVIDER_DEFINITIONS[provider];
  return new Set([...Object.keys(clusterFields), ...Object.keys(networkFields)]);
}

/** Oldest first. An update of a cluster moves to the next version. */
export const KUBERNETES_VERSIONS = ['1.31', '1.32', '1.33', '1.34'] as const;
export const kubernetesVersionSchema = z.enum(KUBERNETES_VERSIONS);

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
