/** What the calls of a Provider return. */
import type { CloudRef } from '../contract/resources/graph.ts';

export interface EnsuredNode extends CloudRef {
  /** The pause before the first poll, in milliseconds. Absent if the resource may be ready at once. */
  lookAgainMs?: number;
}

/** The result of one poll of a node. `lookAgainMs` is the pause before the next poll, in milliseconds. */
export type Readiness =
  | { state: 'ready'; outputs: Record<string, string> }
  | {
      state: 'pending';
      lookAgainMs: number;
      message: string;
      /** True if the resource is not visible: it is too new, or something else has deleted it. */
      unseen?: true;
      /** True while the cloud carries out an update that it ends by itself. */
      underWay?: true;
      /** True if the resource differs from its node and nothing is changing it: call `ensure` again. */
      outdated?: true;
    };
export type Removal =
  | { state: 'gone' }
  | {
      state: 'pending';
      lookAgainMs: number;
      message: string;
      /** True if something prevents the deletion and may never resolve by itself. The message names it. */
      blocked?: true;
    };

/** What a look into the Kubernetes API of a cluster has found. `why` continues a sentence. */
export type ClusterHealth =
  /** The nodes of the node groups are ready, and the system pods run. */
  | { state: 'healthy'; nodes: number; pods: number }
  /** Names the first nodes and pods that are not, each with its reason. */
  | { state: 'unhealthy'; why: string }
  /** The Kubernetes API does not exist, cannot be reached from here, or refuses the credentials. */
  | { state: 'unchecked'; why: string };
