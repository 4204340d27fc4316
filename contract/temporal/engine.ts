/** What clients and engines tell a running operation of a deployment. */
import type { NodeOperation, NodeStatus } from '../vocabulary.ts';

/** The answer to a plan that waits for it. */
export type PlanDecision = 'confirm' | 'discard';

/** What has changed of a resource that an engine works on; times by the engine's clock. */
export interface EngineChange {
  urn: string;
  operation?: NodeOperation;
  status: NodeStatus;
  startedAt?: string;
  /** Milliseconds. */
  duration?: number;
}
