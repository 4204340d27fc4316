import * as z from 'zod';
import { PROVIDERS, type ProviderName } from '../vocabulary.ts';

export const providerSchema = z.enum(PROVIDERS);

/** Where the simulated provider has zones; three in each region. */
export const SIMULATED_REGIONS = ['sim-central-1', 'sim-east-1', 'sim-west-1'] as const;
/** Where AWS has EKS, but for those that an account must opt into. */
export const AWS_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
] as const;
export const REGIONS = [...SIMULATED_REGIONS, ...AWS_REGIONS] as const;
export const regionSchema = z.enum(REGIONS);
export type Region = z.infer<typeof regionSchema>;

/** The regions of each provider. */
const REGIONS_OF = {
  simulated: SIMULATED_REGIONS,
  aws: AWS_REGIONS,
} as const satisfies Record<ProviderName, readonly Region[]>;

const AWS_ONLY = ['flowLogBucketArn', 'endpointAccess', 'encryptionKeyArn'] as const;

/** For schemas of requests: the region is one of the provider's, and each field is one that the provider has. */
export function checkPlace(
  request: {
    provider: ProviderName;
    region: Region;
    simulation?: unknown;
  } & { [Field in (typeof AWS_ONLY)[number]]?: string | undefined },
  context: z.RefinementCtx,
): void {
  const { provider, region, simulation } = request;
  const regions: readonly Region[] = REGIONS_OF[provider];
  if (!regions.includes(region)) {
    context.addIssue({
      code: 'custom',
      path: ['region'],
      message: `is no region of ${provider}, which has ${regions.join(', ')}`,
    });
  }
  for (const field of AWS_ONLY) {
    if (request[field] === undefined || provider === 'aws') continue;
    context.addIssue({
      code: 'custom',
      path: [field],
      message: `is for the provider aws only, not for ${provider}`,
    });
  }
  if (simulation !== undefined && provider !== 'simulated') {
    context.addIssue({
      code: 'custom',
      path: ['simulation'],
      message: `is for the simulated provider only, not for ${provider}`,
    });
  }
}

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
