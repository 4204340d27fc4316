/** The provider of AWS with a mocked client of EKS, for tests of single nodes. */
import { EKSClient } from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll } from 'vitest';
import type { CloudRef, Owner, PlannedNode } from '../../../contract/resources/graph.ts';
import { providerError } from '../../../providers/aws/client/errors.ts';
import { createAwsProvider } from '../../../providers/aws/provider.ts';
import { nodeTags, TAGS } from '../../../providers/identity.ts';
import type { NodeRequest, Provider } from '../../../providers/provider.ts';
import { cluster, nodeOf, ownerOf } from '../../support/aws/plans.ts';

const CLUSTER_NAME = 'demo';
export const ARN = `arn:aws:eks:eu-central-1:111122223333:cluster/${CLUSTER_NAME}`;
export const context = { signal: new AbortController().signal };

/** Until the last test of the file. Other files run in the same process. */
export function mockedEks() {
  const eks = mockClient(EKSClient);
  afterAll(() => eks.restore());
  const owner = ownerOf('cluster', CLUSTER_NAME);
  const provider = createAwsProvider({
    requestTimeoutMs: 1_000,
    rate: { perSecond: 1_000, burst: 1_000 },
    // The answers of the mocked client never lag behind.
    speed: Infinity,
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  });
  return { eks, owner, provider };
}

/** The tags by which EKS's answers show that the resource belongs to the owner. */
export function tagsOf(owner: Owner, node: Pick<PlannedNode, 'type' | 'name' | 'generation'>) {
  return {
    Name: `${owner.resourceId}-${node.name}`,
    ...nodeTags(owner, node),
    [TAGS.generation]: String(node.generation),
  };
}

/**
 * The request for one node of a cluster's plan.
 *
 * @param key its `type/name`
 */
export function requestOf(
  { owner, provider }: { owner: Owner; provider: Provider },
  key: string,
  spec: object,
): NodeRequest {
  const node = nodeOf(provider.plan(owner, cluster(spec)), key);
  return { owner, node, dependencies: {} };
}

/** The error of a refused call, as the clients of the provider throw it. */
export function refusal(code: string, message: string, action: string): Error {
  const cause = Object.assign(new Error(message), {
    name: code,
    $metadata: { httpStatusCode: 400 },
  });
  return providerError(cause, action);
}

/** Polls a node, and requests the changes that it lacks, until it is ready. Resolves to the messages. */
export async function settle(provider: Provider, request: NodeRequest, ref: CloudRef) {
  const messages: string[] = [];
  for (let polls = 0; polls < 20; polls++) {
    const readiness = await provider.awaitReady(request, ref, context);
    if (readiness.state === 'ready') return messages;
    messages.push(readiness.message);
    if (readiness.outdated) await provider.ensure(request, context);
  }
  throw new Error(`still not ready: ${messages.join('; ')}`);
}
