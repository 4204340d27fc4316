import { railOf, type RailStage } from '../model/stages.ts';
import type { Operation, TimelineItem } from '../model/types.ts';
import { durationWords, stageWords } from '../model/words.ts';
import { Sign, type SignName } from '../parts/sign.tsx';

const SIGNS: Record<RailStage['state'], SignName> = {
  done: 'check',
  current: 'half',
  ahead: 'dot',
  failed: 'cross',
};
const SAID: Record<RailStage['state'], string> = {
  done: 'done',
  current: 'now',
  ahead: 'to come',
  failed: 'here it turned',
};

interface StageRailProps {
  operation: Operation;
  timeline: readonly TimelineItem[];
}

export function StageRail({ operation, timeline }: StageRailProps) {
  return (
    <ol class="rail" aria-label="Stages">
      {railOf(operation, timeline).map(({ stage, state, duration }) => (
        <li key={stage} class={state} aria-current={state === 'current' ? 'step' : undefined}>
          <span class="knot">
            <Sign name={SIGNS[state]} />
          </span>
          <span class="stage">{stageWords(stage)}</span>
          <span class="unseen">, {SAID[state]}</span>
          {duration !== undefined && <span class="took">{durationWords(duration)}</span>}
        </li>
      ))}
    </ol>
  );
}
