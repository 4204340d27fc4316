import { railOf, type RailStage } from '../model/stages.ts';
import type { Operation, TimelineItem } from '../model/types.ts';
import { stageLabel } from '../model/labels.ts';
import { formatDuration } from '../model/time.ts';
import { Icon, type IconName } from '../parts/icon.tsx';

const ICONS: Record<RailStage['state'], IconName> = {
  done: 'check',
  current: 'half',
  ahead: 'dot',
  failed: 'cross',
};
const STATE_TEXT: Record<RailStage['state'], string> = {
  done: 'done',
  current: 'in progress',
  ahead: 'pending',
  failed: 'failed',
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
            <Icon name={ICONS[state]} />
          </span>
          <span class="stage">{stageLabel(stage)}</span>
          <span class="visually-hidden">, {STATE_TEXT[state]}</span>
          {duration !== undefined && <span class="took">{formatDuration(duration)}</span>}
        </li>
      ))}
    </ol>
  );
}
