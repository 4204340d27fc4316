/** The nodes that an operation shows, and the changes that all kinds of operations make to them. */
import {
  withEngineChange,
  withPlan,
  withTimes,
  type NodeChange,
} from '../../contract/operations/node-progress.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { EngineChange } from '../../contract/temporal/engine.ts';
import type { NodeStatus } from '../../contract/vocabulary.ts';

export interface ShownNodes {
  list(): ProgressResource[];
  plan(resources: readonly ProgressResource[]): void;
  /** @param now milliseconds since the epoch */
  change(urn: string, change: NodeChange, now: number): void;
  engineChanges(changes: readonly EngineChange[]): void;
  /** Gives nodes their final status after the engine has ended. */
  settle(ends: Partial<Record<NodeStatus, NodeStatus>>): void;
}

export function createShownNodes(): ShownNodes {
  const nodes = new Map<string, ProgressResource>();
  const list = () => [...nodes.values()];

  function engineChanges(changes: readonly EngineChange[]): void {
    for (const { urn, ...change } of changes) {
      const node = nodes.get(urn);
      if (node !== undefined) nodes.set(urn, withEngineChange(node, change));
    }
  }

  return {
    list,
    plan(resources) {
      for (const resource of resources) {
        nodes.set(resource.urn, withPlan(nodes.get(resource.urn), resource));
      }
    },
    change(urn, change, now) {
      const node = nodes.get(urn);
      if (node !== undefined) nodes.set(urn, withTimes(node, change, now));
    },
    engineChanges,
    settle(ends) {
      engineChanges(
        list().flatMap(({ urn, status }) => {
          const end = ends[status];
          return end === undefined ? [] : [{ urn, status: end }];
        }),
      );
    },
  };
}
