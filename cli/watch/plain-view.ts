/** Prints one line for each event, for logs, pipes and CI. */
import type { Operation } from '../../client/types.ts';
import { formatClock, formatDuration } from '../output/time.ts';
import type { View } from './view.ts';
import { titleOf, undoes, verbOf } from './labels.ts';

export function createPlainView(write: (line: string) => void): View {
  const seen = new Map<string, string>();
  let stage: string | undefined;
  let status: string | undefined;

  return {
    show(operation) {
      const { progress } = operation;
      const clock = formatClock(Date.parse(operation.updatedAt) - Date.parse(operation.createdAt));
      const writeLine = (text: string) => write(`${clock}  ${text}`);
      if (status === undefined) writeLine(`${titleOf(operation)}: operation ${operation.id}`);
      if (operation.status !== status && operation.status === 'canceling') writeLine('canceling');
      status = operation.status;
      // The caller of the view prints the outcome.
      if (progress.stage !== stage && progress.stage !== 'done') writeLine(stageLine(operation));
      stage = progress.stage;
      for (const node of progress.resources) {
        const before = seen.get(node.urn);
        const now = `${node.operation} ${node.status}`;
        seen.set(node.urn, now);
        if (before === now || !['succeeded', 'failed'].includes(node.status)) continue;
        const took = node.duration === undefined ? '' : ` (${formatDuration(node.duration)})`;
        const verb = verbOf(node, undoes(operation));
        writeLine(`${verb} ${node.type}/${node.name}${took}`);
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

function stageLine({ progress: { stage, summary } }: Operation): string {
  const label = stage.replaceAll('_', ' ');
  if (stage !== 'provisioning') return label;
  return `${label}: ${summary.total} resource${summary.total === 1 ? '' : 's'}`;
}
