/** How long AWS takes, and how often to poll. */
import type { NodeGroup } from '../../../contract/resources/cluster.ts';
import type { Wait } from '../../node-kind.ts';

/** Deadlines of creations and deletions in seconds, as in Terraform's provider. */
const DEADLINE_SECONDS: Readonly<Record<string, number>> = {
  control_plane: 30 * 60,
  node_group: 60 * 60,
  addon: 20 * 60,
  nat_gateway: 30 * 60,
};
const QUICK_DEADLINE_SECONDS = 10 * 60;

/** Milliseconds between two polls. A cluster takes 13 to 16 minutes, so frequent polls would waste calls. */
const READY_LOOK_MS: Readonly<Record<string, number>> = {
  control_plane: 20_000,
  node_group: 15_000,
  addon: 10_000,
  nat_gateway: 10_000,
};
const GONE_LOOK_MS = READY_LOOK_MS;
const QUICK_LOOK_MS = 1_000;
/** The shortest pause between two polls, at any speed, in milliseconds. */
const FLOOR_MS = 20;

/** EKS starts, drains and ends the nodes of one round of an update in about this time. */
const ROUND_SECONDS = 5 * 60;
const UPDATE_SLACK_SECONDS = 15 * 60;

/** Returns the deadline of a node group in seconds. Its nodes are replaced in rounds. */
export function nodeGroupDeadlineSeconds({
  maxSize,
  updateConfig = {},
}: Pick<NodeGroup, 'maxSize' | 'updateConfig'>): number {
  const { maxUnavailable = 1, maxUnavailablePercentage } = updateConfig;
  const atOnce =
    maxUnavailablePercentage === undefined
      ? maxUnavailable
      : Math.max(1, Math.floor((maxSize * maxUnavailablePercentage) / 100));
  const rounds = Math.ceil(maxSize / atOnce);
  return Math.max(deadlineSeconds('node_group'), rounds * ROUND_SECONDS + UPDATE_SLACK_SECONDS);
}

export function deadlineSeconds(type: string): number {
  return DEADLINE_SECONDS[type] ?? QUICK_DEADLINE_SECONDS;
}

/** Returns the pause before the next poll, in milliseconds. @param speed how many times as fast as AWS */
export function lookAgainMs(wait: Pick<Wait, 'type' | 'for'>, speed: number): number {
  const table = wait.for === 'ready' ? READY_LOOK_MS : GONE_LOOK_MS;
  return Math.max(FLOOR_MS, Math.ceil((table[wait.type] ?? QUICK_LOOK_MS) / speed));
}
