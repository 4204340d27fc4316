/**
 * The interface that a cloud implements for its nodes. `node-lifecycle.ts` implements the node calls of a
 * `Provider` with it, so that generations, adoption and removal are the same for every cloud.
 *
 * `Cloud` is the access to one region of the cloud: its clients, with the signal of the caller. `Found` is a
 * found resource, with the data that the cloud needs for its diffs.
 */
import type { CloudResource, NodeRequest, Owner, PlannedNode } from './provider.ts';

/** A cloud resource that carries the owner's tags and is not deleted. */
export interface FoundNode {
  cloudId: string;
  tags: Record<string, string>;
  state: CloudResource['state'];
  outputs: Record<string, string>;
  /** How long the resource has been in this state, in milliseconds, if the cloud reports it. */
  stateMs?: number;
  /** Why the resource is not ready, in the cloud's words. */
  reason?: string;
  /** Why the last update of the resource had no effect, in the cloud's words. */
  updateFailure?: string;
}

/** The cloud's answer to a create. */
export interface CreatedNode {
  cloudId: string;
  /** Is `deleting` or `deleted` if the call repeated the client token of a resource that is gone. */
  state?: CloudResource['state'] | 'deleted';
  /** True if the resource needs no second call, so a diff right after the create would be empty. */
  isComplete?: boolean;
  outputs?: Record<string, string>;
}

/** One difference between a resource and the properties of its node. */
export interface Diff {
  /** What is missing or wrong, for example `its default route`. */
  what: string;
  /** Requests the change from the cloud. Absent while the change is under way. */
  apply?: () => Promise<unknown>;
}

/** The progress of a deletion. */
export interface RemovalStep {
  message: string;
  /** True if something outside of the plan prevents the deletion. The message names it. */
  blocked?: true;
  /** How long the deletion has taken so far, in milliseconds. */
  deletingMs?: number;
}

export interface NodeKind<Cloud, Found extends FoundNode = FoundNode> {
  /** All resources of this kind with the owner's tags; with `name`, only the generations of that node. */
  find(cloud: Cloud, owner: Owner, name?: string): Promise<Found[]>;

  /**
   * Returns a list with the resource of this id, which is empty when the resource is not visible. Only for
   * clouds that honour client tokens, where a generation has at most one resource.
   */
  get?(cloud: Cloud, cloudId: string): Promise<Found[]>;

  /** Requests the resource from the cloud, with the identity of the node in its tags and client token. */
  create(cloud: Cloud, request: NodeRequest): Promise<CreatedNode>;

  /**
   * Returns the differences between an available resource and the node's properties and tags. Changes
   * nothing.
   */
  diff(cloud: Cloud, request: NodeRequest, found: Found): Promise<Diff[]>;

  /**
   * Takes one step of the deletion. Resolves to undefined when the resource does not exist. The deletion
   * includes anything that the cloud needs to have removed first, such as attachments.
   *
   * @param node the node of the plan. Its operation is `delete` if the plan deletes it, and another one if a
   *   create is undone or a generation replaced
   */
  remove(
    cloud: Cloud,
    owner: Owner,
    cloudId: string,
    node: PlannedNode,
  ): Promise<RemovalStep | undefined>;
}

/** A wait for a node to get ready or to be deleted, from which the cloud derives the pause between polls. */
export interface Wait {
  type: string;
  for: 'ready' | 'gone';
  /** How long the wait has taken so far, in milliseconds, if known. */
  elapsedMs?: number | undefined;
}

/** A cloud as the node life cycle uses it. */
export interface CloudNodes<Cloud, Found extends FoundNode = FoundNode> {
  /** Runs `work` with access to a region. Rejects with the signal's reason before a call is sent. */
  run<T>(region: string, signal: AbortSignal, work: (cloud: Cloud) => Promise<T>): Promise<T>;
  /** Throws when the cloud has no nodes of this type. */
  kindOf(type: string): NodeKind<Cloud, Found>;
  /** Returns the pause before the next poll, in milliseconds. */
  lookAgainMs(wait: Wait): number;
  /** The name of the cloud in messages, for example `AWS`. */
  displayName: string;
  /**
   * True when the cloud returns the same resource for every create with the same client token. Otherwise
   * the life cycle serializes the creates of a node, remembers what it has just created, and removes twins.
   */
  honoursClientTokens: boolean;
  /** True if the cloud ends every update by itself, so that a wait for one needs no short deadline. */
  endsUpdates: boolean;
  /** See `Provider.consistencyWindowMs`. */
  consistencyWindowMs: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
}
