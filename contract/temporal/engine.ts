/** The messages that clients and engines send to a running operation of a deployment. */
import type { DiagnosticList } from '../diagnostics/diagnostics.ts';
import type { Decision } from '../operations/decision.ts';
import type { ProgressResource } from '../operations/operation.ts';
import type { OperationPlan } from '../operations/plan.ts';
import type { NodeOperation, NodeStatus } from '../vocabulary.ts';

/** The state that an operation makes the current one: an uploaded file, or an earlier version. */
export type StateSource = ({ file: string } | { version: number }) & {
  /** The number of the current version when the operation was requested; 0 if there was no state. */
  onVersion: number;
};

/** The client's answer to a plan that waits for confirmation. */
export type PlanDecision = Extract<Decision['kind'], 'confirm' | 'discard'>;
/** The arguments of the update and of the signal that bring a decision. The reason is only for the history. */
export type PlanDecisionArgs = [decision: PlanDecision, reason?: string];

/** What a plan would do. The answer of a preview. */
export interface PlanPreview {
  resources: ProgressResource[];
  /** The names of the outputs that would change. */
  outputs?: string[];
  /** With the attributes that change. */
  plan?: OperationPlan;
  /** The commit of the source, if it is in a git repository. */
  commit?: string;
  /** What the engine has said about the module. */
  diagnostics?: DiagnosticList;
}

/** What an apply that ends early leaves open. It is a part of the heartbeat details. */
export interface ApplyDoubts {
  /** The addresses of the resources that were being created. The state may have them. */
  running: string[];
  /** Those that were being created when an engine was killed, and that the state does not have. */
  lost: string[];
}

/** Returns the addresses of the resources that may exist without a record. */
export function uncertainIn({ running, lost }: ApplyDoubts): string[] {
  return [...new Set([...lost, ...running])];
}

/** Returns those of them that the state may have after all, because it was not looked at since. */
export function unverifiedIn({ running, lost }: ApplyDoubts): string[] {
  return running.filter((address) => !lost.includes(address));
}

/** A change in the state of one resource that an engine works on. Times are by the engine's clock. */
export interface EngineChange {
  urn: string;
  operation?: NodeOperation;
  status: NodeStatus;
  startedAt?: string;
  /** Milliseconds. */
  duration?: number;
}
