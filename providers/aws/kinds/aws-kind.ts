/**
 * The interface that each kind of resource in AWS implements. `cloud-nodes.ts` adds the code that all kinds
 * have in common.
 */
import type * as z from 'zod';
import type { CreatedNode, Diff, FoundNode } from '../../node-kind.ts';
import type { NodeRequest, Owner, PlannedNode } from '../../provider.ts';
import type { Aws } from '../client/access.ts';

interface AwsKindBase {
  /** True if the user's tags are not set, because the resource belongs to others, too. */
  isUntagged?: true;
  /** All resources of this kind with the owner's tags; with a name, only those of that node. May list more. */
  list(aws: Aws, owner: Owner, name?: string): Promise<FoundNode[]>;
  /**
   * Requests the deletion. Succeeds if the resource does not exist. Resolves to what prevents the deletion
   * for now, for example `the target karpenter`.
   *
   * @param node the plan's node, whose operation is `delete` unless a create is rolled back
   */
  delete(
    aws: Aws,
    owner: Owner,
    cloudId: string,
    node: Pick<PlannedNode, 'operation' | 'properties'>,
  ): Promise<string[] | void>;
  /** Returns the resources that use this one, for example `subnet public-a (subnet-1)`. */
  blockers?(aws: Aws, owner: Owner, cloudId: string): Promise<string[]>;
}

interface AwsKindDefinition<Schema extends z.ZodType> extends AwsKindBase {
  /** The schema of the node's properties, without the user's tags. */
  properties: Schema;
  create(aws: Aws, request: NodeRequest, properties: z.output<Schema>): Promise<CreatedNode>;
  /**
   * Returns the differences between a resource and its properties: settings that need a second call, such
   * as an attachment, and settings that can change later. Changes nothing. Tags are compared elsewhere.
   */
  diff?(
    aws: Aws,
    request: NodeRequest,
    found: FoundNode,
    properties: z.output<Schema>,
  ): Promise<Diff[]>;
}

export interface AwsKind<Schema extends z.ZodType = z.ZodType> extends AwsKindBase {
  readonly properties: Schema;
  create(aws: Aws, request: NodeRequest): Promise<CreatedNode>;
  diff?(aws: Aws, request: NodeRequest, found: FoundNode): Promise<Diff[]>;
}

/** The kind with its properties parsed from the node of each request. */
export function defineKind<Schema extends z.ZodType>(
  definition: AwsKindDefinition<Schema>,
): AwsKind<Schema> {
  const { properties, create, diff, ...base } = definition;
  return {
    ...base,
    properties,
    create: (aws, request) => create(aws, request, properties.parse(request.node.properties)),
    ...(diff && {
      diff: (aws: Aws, request: NodeRequest, found: FoundNode) =>
        diff(aws, request, found, properties.parse(request.node.properties)),
    }),
  };
}
