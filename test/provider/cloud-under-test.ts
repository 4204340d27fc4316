import type { Owner, PlannedNode, ResourceSpec } from '../../contract/resources/graph.ts';
import type { Region } from '../../contract/resources/provider-fields.ts';
import type { Provider } from '../../providers/provider.ts';

/** What the tests of every provider need to know about its cloud. */
export interface CloudUnderTest {
  provider: Provider;
  /** Where things are made; the simulated cloud's first region unless given. */
  region?: Region;
  /**
   * The `type/name`, in the plan of the first spec, of a node whose create takes a client token and
   * that the cloud can call failed; a node that needs nothing unless given.
   */
  tokenNode?: string;
  /**
   * The `type/name`, in the plan of a spec, of a node whose change the cloud takes first and makes
   * afterwards; a node that needs nothing unless given.
   */
  changingNode?: string;
  /** The ids of everything of one owner that exists, seen behind the provider's back. */
  existingIds(owner: Owner): Promise<string[]>;
  /** Makes a thing of the node's type and name that carries no owner's tags; returns its id. */
  makeForeign(owner: Owner, node: PlannedNode): Promise<string>;
  isThere(id: string): Promise<boolean>;
  /** The same node, so that its next create is carried out but its answer lost. */
  losingTheAnswer(node: PlannedNode): PlannedNode;
  /** The same node, so that the cloud takes it, and calls it failed later. */
  failing(node: PlannedNode): PlannedNode;
  /** The same node, so that its next create is carried out but not answered for a long time. */
  hanging(node: PlannedNode): PlannedNode;
  /** How many calls have asked the cloud to change something of this owner. */
  changes(owner: Owner): Promise<number>;
  /** What is in force of a thing, tags and all, seen behind the provider's back. */
  stateOf(id: string): Promise<unknown>;
  /** The same node, wanted otherwise, in a way that the cloud can change where it is. */
  otherwise(node: PlannedNode): PlannedNode;
  /** The same node, so that the cloud takes its next change, and then cannot make it. */
  unchangeable(node: PlannedNode): PlannedNode;
  /** A type of which two generations may stand side by side while one takes the other's place. */
  besideType: string;
  /** Specs to build up and take down as a whole. The first has a node that needs nothing and another that needs only it. */
  specs: ResourceSpec[];
  /** A spec with several faults that only the cloud can find, and the paths of their fields. */
  invalid: { resource: ResourceSpec; fields: string[] };
  stop(): Promise<void>;
}
