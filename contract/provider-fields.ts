import * as z from 'zod';
import { PROVIDERS } from './vocabulary.ts';

export const providerSchema = z.enum(PROVIDERS);

/** Where the simulated provider has zones; three in each region. */
export const SIMULATED_REGIONS = ['sim-central-1', 'sim-east-1', 'sim-west-1'] as const;
export const regionSchema = z.enum(SIMULATED_REGIONS);
export type Region = z.infer<typeof regionSchema>;

/** Oldest first; a cluster goes up one at a time. */
export const KUBERNETES_VERSIONS = ['1.31', '1.32', '1.33', '1.34'] as const;
export const kubernetesVersionSchema = z.enum(KUBERNETES_VERSIONS);

/** `slipway:` is kept for Slipway's own. */
export const tagKeySchema = z
  .string()
  .regex(/^(?!slipway:)[A-Za-z0-9][A-Za-z0-9 _.:/=+@-]{0,127}$/, {
    error:
      'a tag key starts with a letter or digit, has at most 128 characters and must not start with "slipway:"',
  });
export const tagValueSchema = z.string().max(256);

/** Free tags of the user. */
export const tagsSchema = z
  .record(tagKeySchema, tagValueSchema)
  .refine((tags) => Object.keys(tags).length <= 40, { error: 'at most 40 tags' });
