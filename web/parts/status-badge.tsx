import { statusLabel } from '../model/labels.ts';
import type { OperationStatus } from '../model/types.ts';
import { Icon, type IconName } from './icon.tsx';

const ICONS: Record<OperationStatus, IconName> = {
  pending: 'ring',
  running: 'half',
  awaiting_confirmation: 'question',
  canceling: 'back',
  succeeded: 'check',
  failed: 'cross',
  canceled: 'bar',
};

export function StatusBadge({ status }: { status: OperationStatus }) {
  return (
    <span class={`badge ${status}`}>
      <Icon name={ICONS[status] ?? 'dot'} />
      {statusLabel(status)}
    </span>
  );
}
