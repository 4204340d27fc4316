/** Lines about the steps that are in progress: how their last attempt failed, and what they wait for. */
import { nodeWords } from '../../contract/ids.ts';
import type { LogLine } from '../../contract/operations/log.ts';
import type { Operation, ProgressResource } from '../../contract/operations/operation.ts';
import { attemptText } from '../timeline/attempts.ts';

/**
 * Returns a function that turns the state of an operation into the lines that an earlier call has not returned.
 *
 * @param after the sequence of the last line of the history. The lines have the same one, because they are not kept
 */
export function createLiveLines(): (operation: Operation, after: number, now: Date) => LogLine[] {
  const told = new Map<string, string>();

  return ({ progress }, after, now) => {
    const at = now.toISOString();
    return progress.resources.flatMap((resource): LogLine[] =>
      linesAbout(resource).flatMap(({ phase, level, message }) => {
        const key = `${phase}/${resource.urn}`;
        if (told.get(key) === message) return [];
        told.set(key, message);
        return [{ sequence: after, at, phase, level, message, urn: resource.urn, live: true }];
      }),
    );
  };
}

function linesAbout(resource: ProgressResource): Pick<LogLine, 'phase' | 'level' | 'message'>[] {
  const { status, attempt, lastFailure, waitingFor, deadlineAt } = resource;
  if (status !== 'running') return [];
  const words = nodeWords(resource);
  const end = deadlineAt === undefined ? '' : `; gives up at ${deadlineAt}`;
  return [
    ...(attempt !== undefined && lastFailure !== undefined
      ? [
          {
            phase: 'step.retried',
            level: 'warn' as const,
            message: `${words}: ${attemptText(attempt, lastFailure)}`,
          },
        ]
      : []),
    ...(waitingFor === undefined
      ? []
      : [
          {
            phase: 'step.waited',
            level: 'info' as const,
            message: `${words}: ${waitingFor.replace(/\.$/, '')}${end}`,
          },
        ]),
  ];
}
