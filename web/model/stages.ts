/** The rail: the stages of an operation, those that it went through and those that are ahead. */
import { isTerminal, STAGES } from '../../contract/vocabulary.ts';
import type { Operation, Stage, TimelineItem } from './types.ts';

export interface RailStage {
  stage: Stage;
  state: 'done' | 'current' | 'ahead' | 'failed';
  /** How long it took, in milliseconds; absent while that is not known. */
  duration?: number;
}

/** Shown only where an operation went into them. */
const RARE: ReadonlySet<Stage> = new Set(['awaiting_confirmation', 'rolling_back']);

export function railOf(
  { status, createdAt, progress }: Pick<Operation, 'status' | 'createdAt' | 'progress'>,
  timeline: readonly TimelineItem[] = [],
): RailStage[] {
  const ended = isTerminal(status);
  const begun = stageStarts(timeline, Date.parse(createdAt));
  const seen = new Set<Stage>([...begun.map(({ stage }) => stage), progress.stage]);
  const spansFromTimeline = ended && begun.length > 1;
  const gone = spansFromTimeline ? STAGES.filter((stage) => seen.has(stage)) : usual(seen);
  // "Done" would read as if it had worked.
  const all = ended && status !== 'succeeded' ? gone.filter((stage) => stage !== 'done') : gone;
  const current = all.indexOf(progress.stage);
  const troubled = status === 'succeeded' ? undefined : failedStage(begun, ended);
  return all.map((stage, i): RailStage => {
    const at = begun.findIndex((beginning) => beginning.stage === stage);
    const next = begun[at + 1];
    const from = begun[at];
    return {
      stage,
      state: stage === troubled ? 'failed' : stateOf(i, current, ended),
      ...(from && next && { duration: next.at - from.at }),
    };
  });
}

function stateOf(i: number, current: number, ended: boolean): RailStage['state'] {
  if (i < current || ended) return 'done';
  return i === current ? 'current' : 'ahead';
}

function usual(seen: ReadonlySet<Stage>): Stage[] {
  return STAGES.filter((stage) => !RARE.has(stage) || seen.has(stage));
}

/** When it went into which stage. A stage stands in a timeline as "Stage planning". */
function stageStarts(
  timeline: readonly TimelineItem[],
  createdAt: number,
): { stage: Stage; at: number }[] {
  const begun: { stage: Stage; at: number }[] = [{ stage: 'queued', at: createdAt }];
  for (const { type, at, message } of timeline) {
    const stage = STAGES.find((name) => type === 'operation.stage' && message === `Stage ${name}`);
    if (stage !== undefined && stage !== begun.at(-1)?.stage) {
      begun.push({ stage, at: Date.parse(at) });
    }
  }
  return begun;
}

/** The one before it turned back; where it did not, the last before it wound up. */
function failedStage(begun: readonly { stage: Stage }[], ended: boolean): Stage | undefined {
  const stages = begun.map(({ stage }) => stage);
  const turn = stages.indexOf('rolling_back');
  if (turn > 0) return stages[turn - 1];
  return ended ? stages.findLast((stage) => stage !== 'finalizing' && stage !== 'done') : undefined;
}
