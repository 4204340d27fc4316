/** Creates and deletes networks. */
import type { InputOf } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { createResource } from './create-resource.ts';
import { deleteResource } from './delete-resource.ts';

export async function createNetwork(input: InputOf<'create_network'>): Promise<OperationSnapshot> {
  const { spec } = input;
  return createResource(input, () => ({
    onFailure: spec.onFailure,
    prepare: async () => ({ resourceType: 'network', spec }),
    undoPrepare: async () => {},
  }));
}

export async function deleteNetwork(input: InputOf<'delete_network'>): Promise<OperationSnapshot> {
  return deleteResource(input);
}
