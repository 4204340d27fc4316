/** Prints one line for each event, for logs, pipes and CI. */
import type { Operation } from '../../client/types.ts';
import { STAGES } from '../../contract/vocabulary.ts';
import { formatClock, formatDuration } from '../output/time.ts';
import type { Node } from './tree.ts';
import type { View } from './view.ts';
import { titleOf, undoes, verbOf } from './labels.ts';

interface Line {
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
}

/**
 * The lines are in the order in which things have happened, although one state of an operation can bring the end of
 * several resources and of a stage.
 */
export function createPlainView(write: (line: string) => void): View {
  const seen = new Map<string, string>();
  let stage: string | undefined;
  let status: string | undefined;
  let clock = 0;

  /** Engines tell the ends of resources late, and the clock does not go back. */
  function writeLine({ createdAt }: Operation, { at, text }: Line): void {
    clock = Math.max(clock, at - Date.parse(createdAt));
    write(`${formatClock(clock)}  ${text}`);
  }

  /** Returns the resources that have ended since the last state, in the order of their ends. */
  function endedNodes({ progress, updatedAt }: Operation): { node: Node; at: number }[] {
    return progress.resources
      .flatMap((node) => {
        const before = seen.get(node.urn);
        const now = `${node.operation} ${node.status}`;
        seen.set(node.urn, now);
        const ended = before !== now && ['succeeded', 'failed'].includes(node.status);
        return ended ? [{ node, at: endOf(node) ?? Date.parse(updatedAt) }] : [];
      })
      .toSorted((a, b) => a.at - b.at);
  }

  return {
    show(operation) {
      const { progress } = operation;
      const at = Date.parse(operation.updatedAt);
      if (status === undefined) {
        writeLine(operation, { at, text: `${titleOf(operation)}: operation ${operation.id}` });
      }
      if (operation.status !== status && operation.status === 'canceling') {
        writeLine(operation, { at, text: 'canceling' });
      }
      status = operation.status;
      // The caller of the view prints the outcome.
      const next =
        progress.stage === stage || progress.stage === 'done' ? undefined : progress.stage;
      stage = progress.stage;
      const ended = endedNodes(operation);
      const isBefore = ({ node }: (typeof ended)[number]) =>
        isEarlier(stageOf(node, operation), progress.stage);
      const inside = ended.filter((it) => !isBefore(it));
      for (const { node, at: end } of ended.filter(isBefore)) {
        writeLine(operation, { at: end, text: nodeLine(node, operation) });
      }
      if (next !== undefined) {
        const starts = inside.flatMap(({ node: { startedAt } }) => startedAt ?? []).map(Date.parse);
        writeLine(operation, { at: Math.min(at, ...starts), text: stageLine(operation) });
      }
      for (const { node, at: end } of inside) {
        writeLine(operation, { at: end, text: nodeLine(node, operation) });
      }
    },
    hide() {
      // Printed lines stay.
    },
    end() {
      // There is no unfinished line.
    },
  };
}

function nodeLine(node: Node, operation: Operation): string {
  const took = node.duration === undefined ? '' : ` (${formatDuration(node.duration)})`;
  return `${verbOf(node, undoes(operation))} ${node.type}/${node.name}${took}`;
}

function endOf({ startedAt, duration }: Node): number | undefined {
  if (startedAt === undefined || duration === undefined) return undefined;
  return Date.parse(startedAt) + duration;
}

/** The stage in which the work on a resource belongs. */
function stageOf(node: Node, operation: Operation): (typeof STAGES)[number] {
  return undoes(operation) && node.operation === 'delete' ? 'rolling_back' : 'provisioning';
}

function isEarlier(a: (typeof STAGES)[number], b: (typeof STAGES)[number]): boolean {
  return STAGES.indexOf(a) < STAGES.indexOf(b);
}

function stageLine({ progress: { stage, summary } }: Operation): string {
  const label = stage.replaceAll('_', ' ');
  if (stage !== 'provisioning') return label;
  return `${label}: ${summary.total} resource${summary.total === 1 ? '' : 's'}`;
}
