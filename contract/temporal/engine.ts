/** The messages that clients and engines send to a running operation of a deployment. */
import type { NodeOperation, NodeStatus } from '../vocabulary.ts';

/** The client's answer to a plan that waits for confirmation. */
export type PlanDecision = 'confirm' | 'discard';

/** A change in the state of one resource that an engine works on. Times are by the engine's clock. */
export interface EngineChange {
  urn: string;
  operation?: NodeOperation;
  status: NodeStatus;
  startedAt?: string;
  /** Milliseconds. */
  duration?: number;
}
