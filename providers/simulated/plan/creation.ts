import * as z from 'zod';
import {
  ProviderError,
  type JsonObject,
  type NodeRequest,
  type PlannedNode,
} from '../../provider.ts';
import type { CreateCall } from '../client/client.ts';
import { clientToken, nodeKey, nodeTags, TAGS } from '../../identity.ts';

/** Properties of a node that are not properties of its resource. */
const extrasSchema = z.object({
  /** The user's tags, which become tags of the resource. */
  tags: z.record(z.string(), z.string()).default({}),
  /** Faults to simulate, which become a tag. */
  simulation: z.json().optional(),
  /** The URNs among `dependsOn` that the resource does not refer to. */
  waitsFor: z.array(z.string()).default([]),
  /** The ids of resources outside of the plan that the resource refers to. */
  outsideIds: z.array(z.string()).default([]),
});

/** The state that a node's resource should have. */
export interface Desired {
  properties: JsonObject;
  /** The user's tags. */
  tags: Record<string, string>;
  /** Faults to simulate, as JSON. */
  simulation?: string;
}

export function desiredOf(node: Pick<PlannedNode, 'properties'>): Desired {
  const { tags, simulation } = extrasSchema.parse(node.properties);
  const { tags: _tags, simulation: _simulation, waitsFor: _waits, ...properties } = node.properties;
  return {
    properties,
    tags,
    ...(simulation !== undefined && { simulation: JSON.stringify(simulation) }),
  };
}

/** Returns the URNs of the nodes that the resource refers to. The cloud does not delete these before it. */
export function referencesOf(node: Pick<PlannedNode, 'properties' | 'dependsOn'>): string[] {
  const { waitsFor } = extrasSchema.parse(node.properties);
  return node.dependsOn.filter((urn) => !waitsFor.includes(urn));
}

/** Returns the call that creates a node's resource. It is the same for every attempt at one generation. */
export function creationOf({ owner, node, dependencies }: NodeRequest): CreateCall {
  const { outsideIds } = extrasSchema.parse(node.properties);
  const { properties, tags, simulation } = desiredOf(node);
  const references = referencesOf(node).map((urn) => {
    const dependency = dependencies[urn];
    if (dependency === undefined) throw missingDependency(nodeKey(node), urn);
    return dependency.cloudId;
  });
  return {
    type: node.type,
    name: node.name,
    region: owner.region,
    properties,
    references: [...references, ...outsideIds],
    tags: {
      ...tags,
      ...nodeTags(owner, node),
      [TAGS.generation]: String(node.generation),
      ...(simulation !== undefined && { [TAGS.simulation]: simulation }),
    },
    clientToken: clientToken(owner, node),
  };
}

function missingDependency(node: string, urn: string): ProviderError {
  return new ProviderError({
    code: 'dependency_missing',
    errorType: 'internal',
    publicMessage: `${node} needs ${urn}, whose id is not known`,
    retryable: false,
  });
}
