import * as z from 'zod';
import { ProviderError, type NodeRequest } from '../provider.ts';
import type { CreateCall } from './client.ts';
import { clientToken, nodeTags, TAGS } from './identity.ts';
import { nodeKey } from './plan-table.ts';

/** What a plan puts into a node's properties that is not the cloud's property; see PlanExtras. */
const extrasSchema = z.object({
  tags: z.record(z.string(), z.string()).default({}),
  simulation: z.json().optional(),
  outsideIds: z.array(z.string()).default([]),
});

/** The call that makes a node; the same for every attempt at the same generation. */
export function creationOf({ owner, node, dependencies }: NodeRequest): CreateCall {
  const { tags, simulation, outsideIds } = extrasSchema.parse(node.properties);
  const { tags: _tags, simulation: _simulation, ...properties } = node.properties;
  const standsOn = node.dependsOn.map((urn) => {
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
      ...(simulation !== undefined && { [TAGS.simulation]: JSON.stringify(simulation) }),
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
