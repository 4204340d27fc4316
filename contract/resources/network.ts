import * as z from 'zod';
import { displayNameSchema } from './fields/display-name.ts';
import { resourceIdSchema } from '../operations/operation.ts';
import {
  checkProviderFields,
  providerSchema,
  regionSchema,
  tagsSchema,
} from './provider-fields.ts';
import { resourceFields } from './resource.ts';
import { NETWORK_FIELDS } from '../providers/definitions.ts';
import { ON_FAILURE } from '../vocabulary.ts';

export const NAT_GATEWAYS = ['none', 'single', 'per_zone'] as const;

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** The networks that `cidrSchema` accepts, as a pattern for the OpenAPI document. */
const CIDR_PATTERN = new RegExp(
  `^${OCTET}\\.${OCTET}\\.(?:${[16, 17, 18, 19, 20, 21, 22].map(networksOf).join('|')})$`,
);

/** A pattern for the third octet, the fourth octet and the prefix. */
function networksOf(prefix: number): string {
  const step = 2 ** (24 - prefix);
  const octets = Array.from({ length: 256 / step }, (_, i) => i * step);
  return `(?:${octets.join('|')})\\.0/${prefix}`;
}

/**
 * An IPv4 network of /16 to /22 without host bits: room for a public and a private subnet in each of
 * three zones.
 */
const cidrSchema = z
  .cidrv4({ error: 'must be an IPv4 CIDR such as 10.0.0.0/16' })
  .superRefine((cidr, context) => {
    const [address = '', length = ''] = cidr.split('/');
    const prefix = Number(length);
    if (prefix < 16 || prefix > 22) {
      context.addIssue({ code: 'custom', message: 'the prefix must be /16 to /22' });
      return;
    }
    const bits = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    if (bits % 2 ** (32 - prefix) !== 0) {
      context.addIssue({
        code: 'custom',
        message: `has host bits set below its /${prefix} prefix`,
      });
    }
  })
  .meta({ pattern: CIDR_PATTERN.source });

const networkShape = {
  cidr: cidrSchema.default('10.0.0.0/16'),
  availabilityZoneCount: z.int().min(1).max(3).default(2),
  /** How private subnets reach the internet. */
  natGateways: z.enum(NAT_GATEWAYS).default('single'),
};

export const networkSpecSchema = z.strictObject({
  ...networkShape,
  displayName: displayNameSchema.optional(),
  tags: tagsSchema.optional(),
  onFailure: z.enum(ON_FAILURE).default('rollback'),
  ...NETWORK_FIELDS,
});
export type NetworkSpec = z.infer<typeof networkSpecSchema>;

export const createNetworkRequestSchema = networkSpecSchema
  .extend({
    name: resourceIdSchema,
    provider: providerSchema.default('simulated'),
    region: regionSchema.default('sim-central-1'),
    connectionId: resourceIdSchema.optional(),
  })
  .superRefine(checkProviderFields);

export const networkSchema = z.object({
  ...resourceFields,
  spec: networkSpecSchema,
  connectionId: resourceIdSchema.optional(),
});
export type Network = z.infer<typeof networkSchema>;
