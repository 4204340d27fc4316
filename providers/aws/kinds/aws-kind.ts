/** What one kind of resource in AWS implements. `cloud-nodes.ts` adds what all kinds have in common. */
import type * as z from 'zod';
import type { CreatedNode, Diff, FoundNode } from '../../node-kind.ts';
import type { NodeRequest, Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';

interface AwsKindBase {
  /** Everything of this kind with the owner's tags; with a name, only that node. May list more. */
  list(aws: Aws, owner: Owner, name?: string): Promise<FoundNode[]>;
  /**
   * Asks for the deletion; succeeds for a resource that does not exist. Resolves to what prevents the
   * deletion for now, for example `the target karpenter`.
   */
  delete(aws: Aws, owner: Owner, cloudId: string): Promise<string[] | void>;
  /** What uses the resource, for example `subnet public-a (subnet-1)`. */
  blockers?(aws: Aws, owner: Owner, cloudId: string): Promise<string[]>;
}

interface AwsKindDefinition<Schema extends z.ZodType> extends AwsKindBase {
  /** What the plan says of a node of this kind, besides the user's tags. */
  properties: Schema;
  create(aws: Aws, request: NodeRequest, properties: z.output<Schema>): Promise<CreatedNode>;
  /**
   * How a resource differs from the properties: what takes a second call, such as attaching, and what
   * can be changed later. Changes nothing. Tags are compared elsewhere.
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
