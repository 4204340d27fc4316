/** The stages of an operation for the stage rail: completed, current and expected ones. */
import { isTerminal, STAGES } from '../../contract/vocabulary.ts';
import { survivorsOf } from './survivors.ts';
import type { Operation, Stage, TimelineItem } from './types.ts';

export interface RailStage {
  stage: Stage;
  state: 'done' | 'current' | 'ahead' | 'failed';
  /** Milliseconds that the stage took. Absent while unknown. */
  duration?: number;
}

/** These stages are shown only if the operation reaches them. */
const RARE: ReadonlySet<Stage> = new Set(['awaiting_confirmation', 'rolling_back']);

/** Returns the stages in order, each with its state. */
export function railOf(
  operation: Pick<Operation, 'status' | 'createdAt' | 'progress' | 'error'>,
  timeline: readonly TimelineItem[] = [],
): RailStage[] {
  const { status, createdAt, progress } = operation;
  const ended = isTerminal(status);
  const starts = stageStarts(timeline, Date.parse(createdAt));
  const seen = new Set<Stage>([...starts.map(({ stage }) => stage), progress.stage]);
  const isComplete = ended && starts.length > 1;
  const shown = isComplete ? STAGES.filter((stage) => seen.has(stage)) : expectedStages(seen);
  // After a failure, "Done" would look like a success.
  const all = ended && status !== 'succeeded' ? shown.filter((stage) => stage !== 'done') : shown;
  const current = all.indexOf(progress.stage);
  const failed = status === 'succeeded' ? undefined : failedStage(starts, ended);
  // A rollback that has left something behind has failed, too.
  const hasSurvivors = survivorsOf(operation).size > 0;
  return all.map((stage, i): RailStage => {
    const at = starts.findIndex((start) => start.stage === stage);
    const next = starts[at + 1];
    const from = starts[at];
    return {
      stage,
      state:
        stage === failed || (hasSurvivors && stage === 'rolling_back')
          ? 'failed'
          : stateOf(i, current, ended),
      ...(from && next && { duration: next.at - from.at }),
    };
  });
}

function stateOf(i: number, current: number, ended: boolean): RailStage['state'] {
  if (i < current || ended) return 'done';
  return i === current ? 'current' : 'ahead';
}

function expectedStages(seen: ReadonlySet<Stage>): Stage[] {
  return STAGES.filter((stage) => !RARE.has(stage) || seen.has(stage));
}

/** Returns when each stage started. In the timeline, its message is for example "Stage planning". */
function stageStarts(
  timeline: readonly TimelineItem[],
  createdAt: number,
): { stage: Stage; at: number }[] {
  const starts: { stage: Stage; at: number }[] = [{ stage: 'queued', at: createdAt }];
  for (const { type, at, message } of timeline) {
    const stage = STAGES.find((name) => type === 'operation.stage' && message === `Stage ${name}`);
    if (stage !== undefined && stage !== starts.at(-1)?.stage) {
      starts.push({ stage, at: Date.parse(at) });
    }
  }
  return starts;
}

/**
 * Returns the stage that failed: the one before the rollback, or, without a rollback, the last one before
 * `finalizing`.
 */
function failedStage(starts: readonly { stage: Stage }[], ended: boolean): Stage | undefined {
  const stages = starts.map(({ stage }) => stage);
  const rollback = stages.indexOf('rolling_back');
  if (rollback > 0) return stages[rollback - 1];
  return ended ? stages.findLast((stage) => stage !== 'finalizing' && stage !== 'done') : undefined;
}
