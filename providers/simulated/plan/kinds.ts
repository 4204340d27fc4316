/** Every kind of resource in the simulated cloud. A new kind is a file in this folder and a row in this table. */
import type { CloudType } from '../../../contract/vocabulary.ts';
import { cluster } from './cluster-plan.ts';
import type { NodeTraits, SimulatedKind } from './kind.ts';
import { network } from './network-plan.ts';

const KINDS: { readonly [Type in CloudType]: SimulatedKind<Type> } = { cluster, network };

/** Every type of node in the simulated cloud. */
export const NODE_TYPES: Readonly<Record<string, NodeTraits>> = Object.fromEntries(
  Object.values(KINDS).flatMap(({ nodeTypes }) => Object.entries(nodeTypes)),
);

export function resourceKind<Type extends CloudType>(type: Type): SimulatedKind<Type> {
  return KINDS[type];
}
