/** An existing VPC in which a cluster of AWS is placed. */
import * as z from 'zod';
import type { ProviderFault, ProviderRequest } from './definition.ts';

const MAX_SUBNETS = 16;

const subnetIdsSchema = z
  .array(
    z.string().regex(/^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, {
      error: 'must be the id of a subnet, for example subnet-0a1b2c3d4e5f67890',
    }),
  )
  .min(1)
  .max(MAX_SUBNETS)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'names a subnet twice' })
  .meta({ uniqueItems: true });

export const awsVpcSchema = z
  .strictObject({
    id: z.string().regex(/^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, {
      error: 'must be the id of a VPC, for example vpc-0a1b2c3d4e5f67890',
    }),
    /** The subnets of the nodes, which reach the internet or the endpoints of AWS. */
    privateSubnetIds: subnetIdsSchema,
    /** Further subnets for the control plane, with a route to an internet gateway. */
    publicSubnetIds: subnetIdsSchema.optional(),
  })
  .superRefine(({ privateSubnetIds, publicSubnetIds = [] }, context) => {
    for (const [index, id] of publicSubnetIds.entries()) {
      if (!privateSubnetIds.includes(id)) continue;
      const path = ['publicSubnetIds', index];
      context.addIssue({ code: 'custom', path, message: 'is also in privateSubnetIds' });
    }
  });
export type AwsVpc = z.infer<typeof awsVpcSchema>;

export function vpcRefusals({ networkId, aws = {} }: ProviderRequest): ProviderFault[] {
  if (networkId === undefined || aws['vpc'] === undefined) return [];
  const message = 'cannot be used together with networkId: the cluster is placed in one of the two';
  return [{ path: ['aws', 'vpc'], message }];
}
