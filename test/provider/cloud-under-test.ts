import type { Owner, PlannedNode, ResourceSpec } from '../../contract/resources/graph.ts';
import type { Region } from '../../contract/resources/provider-fields.ts';
import type { Provider } from '../../providers/provider.ts';

/** What the shared provider tests need to know about a cloud. */
export interface CloudUnderTest {
  provider: Provider;
  /** The region of all resources. By default the simulated cloud's first region. */
  region?: Region;
  /**
   * The `type/name`, in the plan of the first spec, of a node whose create takes a client token and
   * that the cloud can report as failed. By default a node without dependencies.
   */
  tokenNode?: string;
  /**
   * The `type/name`, in the plan of a spec, of a node whose change the cloud accepts first and makes
   * later. By default a node without dependencies.
   */
  changingNode?: string;
  /** The ids of all existing resources of an owner, read without the provider. */
  existingIds(owner: Owner): Promise<string[]>;
  /** Makes a resource of the node's type and name without an owner's tags; returns its id. */
  makeForeign(owner: Owner, node: PlannedNode): Promise<string>;
  isThere(id: string): Promise<boolean>;
  /** The same node, so that its next create takes effect, but its response is lost. */
  withLostResponse(node: PlannedNode): PlannedNode;
  /** The same node, so that the cloud accepts it, and reports it as failed later. */
  failing(node: PlannedNode): PlannedNode;
  /** The same node, so that its next create takes effect, but its response comes very late. */
  hanging(node: PlannedNode): PlannedNode;
  /** The number of calls that requested a change of this owner's resources. */
  changes(owner: Owner): Promise<number>;
  /** The effective state of a resource including its tags, read without the provider. */
  stateOf(id: string): Promise<unknown>;
  /** The same node with different properties, which the cloud can change in place. */
  withChange(node: PlannedNode): PlannedNode;
  /** The same node, so that the cloud accepts its next change, and then cannot make it. */
  withFailingChange(node: PlannedNode): PlannedNode;
  /** A type of which two generations may exist side by side during a replacement. */
  besideType: string;
  /**
   * Specs to create and delete as a whole. The first has a node without dependencies, and another that
   * depends only on it.
   */
  specs: ResourceSpec[];
  /** Those of them whose whole life no other test of the cloud has. All unless given. */
  wholeSpecs?: ResourceSpec[];
  /** A spec with several faults that only the cloud can detect, and the paths of their fields. */
  invalid: { resource: ResourceSpec; fields: string[] };
  stop(): Promise<void>;
}
