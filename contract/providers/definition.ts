import type * as z from 'zod';
import type { AwsNodeGroup } from './aws-node-group.ts';

/** The contract of one provider: the values and fields of requests that it alone decides. */
export interface ProviderDefinition {
  /** Where its resources can be created. */
  readonly regions: readonly [string, ...string[]];
  /** The add-ons that its clusters usually have. */
  readonly addons: readonly [string, ...string[]];
  /** True if only its cloud knows which further add-ons there are. */
  readonly hasMoreAddons: boolean;
  /** Optional fields of a cluster's spec that belong to this provider. */
  readonly clusterFields: Fields;
  /** The same fields in a patch: those that an update may change. */
  readonly clusterPatchFields: Fields;
  /** The fields of a cluster's spec that a request leaves out and its other fields decide. */
  readonly clusterDefaults: (request: object) => object;
  /** The paths of settings in them that are fixed at creation. A patch may only repeat their values. */
  readonly fixedClusterPaths: readonly (readonly string[])[];
  /** Optional fields of a node group that belong to this provider. */
  readonly nodeGroupFields: Fields;
  /** True if nodes get ready only in a network with NAT gateways. */
  readonly nodesNeedNat: boolean;
  /** Optional fields of a network's spec that belong to this provider. */
  readonly networkFields: Fields;
  /** Names what the provider's cloud refuses, although the common schemas accept it. */
  readonly refusals: (request: ProviderRequest) => ProviderFault[];
}

/** What several kinds of request have in common. */
export interface ProviderRequest {
  readonly networkId?: string | undefined;
  readonly aws?: Readonly<Record<string, unknown>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly addons?: readonly string[] | undefined;
  readonly addonSettings?:
    | Readonly<Record<string, { readonly configuration?: object | undefined }>>
    | undefined;
  readonly karpenter?: boolean | undefined;
  readonly nodeGroups?:
    | readonly {
        readonly diskGiB?: number | undefined;
        readonly release?: string | undefined;
        readonly aws?: AwsNodeGroup | undefined;
        readonly labels?: Readonly<Record<string, string>> | undefined;
        readonly desiredSize?: number;
        readonly taints?: readonly { readonly key: string; readonly effect: string }[] | undefined;
      }[]
    | undefined;
}

export interface ProviderFault {
  path: (string | number)[];
  message: string;
}

type Fields = Readonly<Record<string, z.ZodType>>;
