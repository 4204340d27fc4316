/**
 * What a cloud implements for its nodes. `node-lifecycle.ts` builds the node calls of a `Provider` on it,
 * so that generations, adoption and removal are the same for every cloud.
 *
 * `Cloud` is the access to one region of the cloud: its clients, with the signal of the caller. `Found` is a
 * found resource with whatever the cloud needs for its diffs.
 */
import type { CloudResource, NodeRequest, Owner } from './provider.ts';

/** A cloud resource that carries the owner's tags and is not deleted. */
export interface FoundNode {
  cloudId: string;
  tags: Record<string, string>;
  state: CloudResource['state'];
  outputs: Record<string, string>;
  /** How long it has been in this state, in milliseconds, where the cloud says so. */
  stateMs?: number;
  /** Why it is not ready, in the cloud's words. */
  reason?: string;
  /** Why its last update had no effect, in the cloud's words. */
  updateFailure?: string;
}

/** The cloud's answer to a create. */
export interface CreatedNode {
  cloudId: string;
  /** `deleting` or `deleted`: the call repeated the client token of a resource that is gone. */
  state?: CloudResource['state'] | 'deleted';
  /** True when nothing takes a second call, so that a diff right after the create would be empty. */
  isComplete?: boolean;
  outputs?: Record<string, string>;
}

/** One difference between a resource and the properties of its node. */
export interface Diff {
  /** What is missing or wrong, for example `its default route`. */
  what: string;
  /** Asks the cloud for the change. Absent while the change is under way. */
  apply?: () => Promise<unknown>;
}

/** How far the deletion of a resource is. */
export interface RemovalStep {
  message: string;
  /** Something outside of the plan prevents the deletion; the message names it. */
  blocked?: true;
  /** How long the deletion has taken so far, in milliseconds. */
  deletingMs?: number;
}

export interface NodeKind<Cloud, Found extends FoundNode = FoundNode> {
  /** Everything of this kind with the owner's tags; with `name`, only the generations of that node. */
  find(cloud: Cloud, owner: Owner, name?: string): Promise<Found[]>;

  /**
   * The resource of this id in a list, which is empty when the resource is not visible. Only for clouds
   * that honour client tokens, where a generation has at most one resource.
   */
  get?(cloud: Cloud, cloudId: string): Promise<Found[]>;

  /** Asks the cloud for the resource, with the identity of the node in its tags and client token. */
  create(cloud: Cloud, request: NodeRequest): Promise<CreatedNode>;

  /** How an available resource differs from the node's properties and tags. Changes nothing. */
  diff(cloud: Cloud, request: NodeRequest, found: Found): Promise<Diff[]>;

  /**
   * Takes one step of the deletion. Resolves to undefined when the resource does not exist. What the
   * cloud needs to have removed first, such as attachments, is part of the deletion.
   */
  remove(cloud: Cloud, owner: Owner, cloudId: string): Promise<RemovalStep | undefined>;
}

/** How long to wait before the next look at a node. */
export interface Wait {
  type: string;
  for: 'ready' | 'gone';
  /** How long it has taken so far, in milliseconds, where that is known. */
  elapsedMs?: number | undefined;
}

/** A cloud as the life cycle sees it. */
export interface CloudNodes<Cloud, Found extends FoundNode = FoundNode> {
  /** Runs `work` with access to a region. Rejects with the signal's reason before a call is sent. */
  run<T>(region: string, signal: AbortSignal, work: (cloud: Cloud) => Promise<T>): Promise<T>;
  /** Throws when the cloud has no nodes of this type. */
  kindOf(type: string): NodeKind<Cloud, Found>;
  /** In milliseconds from now. */
  lookAgainMs(wait: Wait): number;
  /** The name of the cloud in messages, for example `AWS`. */
  displayName: string;
  /**
   * True when the cloud returns the same resource for every create with the same client token. Otherwise
   * the life cycle serializes the creates of a node, remembers what it has just created, and removes twins.
   */
  honoursClientTokens: boolean;
  /** See `Provider.consistencyWindowMs`. */
  consistencyWindowMs: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
}
