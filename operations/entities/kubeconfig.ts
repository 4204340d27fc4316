/** Reads the kubeconfig of a cluster, with which kubectl connects to it. */
import type { Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';
import { getEntity } from './find.ts';
import type { Principal } from '../temporal/calls.ts';

/** A control plane also works during an update and after a failed one. */
const USABLE: ReadonlySet<ResourceStatus> = new Set(['active', 'updating', 'failed']);
const RETRY_AFTER_SECONDS = 10;

/** Returns a kubeconfig without a secret, as JSON. Throws `not_found` and `cluster_not_ready`. */
export async function readKubeconfig(
  client: Client,
  principal: Principal,
  id: string,
): Promise<unknown> {
  const { status, outputs } = (await getEntity(client, principal, 'cluster', id)).memo.record;
  const { kubeconfig } = outputs;
  if (kubeconfig !== undefined && USABLE.has(status)) return JSON.parse(kubeconfig);
  throw new RequestError(
    'cluster_not_ready',
    `Cluster ${id} is ${status} and has no kubeconfig yet. Wait until it is active.`,
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}
