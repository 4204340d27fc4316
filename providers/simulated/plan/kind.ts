/** The interface between the provider and one kind of resource. `kinds.ts` is the table. */
import type { ResourceSpec } from '../../../contract/resources/graph.ts';
import type { CloudType } from '../../../contract/vocabulary.ts';
import type { CatalogueEntry } from '../../instance-types/discovery.ts';
import type { AnyRow, PlanRow } from '../../kubernetes/plan-rows.ts';
import type { OfferedVersion } from '../../kubernetes/versions.ts';
import type { CloudResource, Owner } from '../../provider.ts';

/** The behaviour of one type of node in the simulated cloud. */
export interface NodeTraits<Property extends string = string> {
  /** Milliseconds at speed 1 until a resource of the type is ready; by default 1 s. A deletion takes half as long. */
  readyMs?: number;
  /** Properties that the cloud sets only at creation. A change of one replaces the node. */
  fixed?: readonly Property[];
  /** Two generations can exist at once, so a replacement is created before the old one is deleted. */
  createdBeside?: true;
}

/** The traits of each type of node, for a plan whose nodes have these properties by type. */
export type NodeTypes<Nodes extends object> = {
  readonly [Type in keyof Nodes]: NodeTraits<keyof Nodes[Type] & string>;
};

/** One row of a plan whose nodes have these properties by type. */
export type RowOf<Nodes extends object> = {
  [Type in keyof Nodes & string]: PlanRow<Type, Nodes[Type] & object>;
}[keyof Nodes & string];

/** The properties of a type of node that has none. */
export type NoProperties = Readonly<Record<string, never>>;
/** The ids of resources outside of the plan that a node refers to. */
export type Outside = { outsideIds?: string[] | undefined };

/** An instance type of the cloud. A type without a list of regions is available in all of them. */
interface OfferedType extends CatalogueEntry {
  regions?: readonly string[] | undefined;
}

export interface SimulatedKind<Type extends CloudType> {
  /** Every type of node in its plans. */
  nodeTypes: Readonly<Record<string, NodeTraits>>;
  /** Returns the plan of the resource as a table of rows. Pure. */
  rows(owner: Owner, resource: ResourceSpec<Type>): readonly AnyRow[];
  /** Returns the outputs of the finished resource that clients see. `cloudUrl` is the URL of the cloud's API. */
  outputs(
    owner: Owner,
    resource: ResourceSpec<Type>,
    nodes: readonly CloudResource[],
    cloudUrl: string,
  ): Record<string, string>;
  /**
   * Returns what only the cloud can refuse: messages by the path of their fields. Absent for a kind that the
   * schemas check completely.
   */
  faults?(
    owner: Owner,
    resource: ResourceSpec<Type>,
    cloud: SimulatedOffers,
  ): Promise<Record<string, string>>;
}

/** What the checks ask of the cloud. */
export interface SimulatedOffers {
  /** Reads all instance types of the cloud. */
  instanceTypes(): Promise<readonly OfferedType[]>;
  versions: readonly OfferedVersion[];
  /** Reads the version of the owner's control plane; undefined if there is none. */
  currentVersion(): Promise<string | undefined>;
}

/** Returns true if an instance type is available in a region. */
export function isOffered({ regions }: Pick<OfferedType, 'regions'>, region: string): boolean {
  return regions?.includes(region) ?? true;
}
