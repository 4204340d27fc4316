import type * as z from 'zod';

/** The contract of one provider: the values and fields of requests that it alone decides. */
export interface ProviderDefinition {
  /** Where its resources can be created. */
  readonly regions: readonly [string, ...string[]];
  /** The add-ons that it can install in a cluster. */
  readonly addons: readonly [string, ...string[]];
  /** Optional fields of a cluster's spec that belong to this provider. */
  readonly clusterFields: Fields;
  /** The same fields in a patch: those that an update may change. */
  readonly clusterPatchFields: Fields;
  /** The same fields in a patch: those that are fixed at creation. A patch may only repeat them. */
  readonly fixedClusterFields: Fields;
  /** Optional fields of a network's spec that belong to this provider. */
  readonly networkFields: Fields;
}

type Fields = Readonly<Record<string, z.ZodType>>;
