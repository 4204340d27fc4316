import * as z from 'zod';
import {
  ProviderError,
  type JsonObject,
  type NodeRequest,
  type PlannedNode,
} from '../../provider.ts';
import type { CreateCall } from '../client/client.ts';
import { clientToken, nodeKey, nodeTags, TAGS } from '../../identity.ts';

/** What a plan puts into a node's properties that is not the cloud's property; see PlanExtras. */
const extrasSchema = z.object({
  tags: z.record(z.string(), z.string()).default({}),
  simulation: z.json().optional(),
  waitsFor: z.array(z.string()).default([]),
  outsideIds: z.array(z.string()).default([]),
});

/** What the cloud should have of a node, whoever made it and when. */
export interface Desired {
  properties: JsonObject;
  /** The user's own. */
  tags: Record<string, string>;
  /** Faults to make, as JSON. */
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

/** The call that makes a node; the same for every attempt at the same generation. */
export function creationOf({ owner, node, dependencies }: NodeRequest): CreateCall {
  const { waitsFor, outsideIds } = extrasSchema.parse(node.properties);
  const { properties, tags, simulation } = desiredOf(node);
  const standsOn = node.dependsOn
    .filter((urn) => !waitsFor.includes(urn))
    .map((urn) => {
      const dependency = dependencies[urn];
      if (dependency === undefined) throw missingDependency(nodeKey(node), urn);
      return dependency.cloudId;
    });
  return {
    type: node.type,
    name: node.name,
    region: owner.region,
    properties,
    references: [...standsOn, ...outsideIds],
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
