/** Creates and deletes clusters. The steps are those of every cloud resource. */
import type { InputOf } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { leaveNetwork, placeCluster } from '../operation/network-placement.ts';
import { createResource } from './create-resource.ts';
import { deleteResource } from './delete-resource.ts';

export async function createCluster(input: InputOf<'create_cluster'>): Promise<OperationSnapshot> {
  return createResource(input, (context) => ({
    onFailure: input.spec.onFailure,
    prepare: () => placeCluster(context, input),
    undoPrepare: () => leaveNetwork(context, input.networkId),
  }));
}

export async function deleteCluster(input: InputOf<'delete_cluster'>): Promise<OperationSnapshot> {
  return deleteResource(input);
}
