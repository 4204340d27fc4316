import { statusWords } from '../model/words.ts';
import type { OperationStatus } from '../model/types.ts';
import { Sign, type SignName } from './sign.tsx';

const SIGNS: Record<OperationStatus, SignName> = {
  pending: 'ring',
  running: 'half',
  canceling: 'back',
  succeeded: 'check',
  failed: 'cross',
  canceled: 'bar',
};

export function StatusBadge({ status }: { status: OperationStatus }) {
  return (
    <span class={`badge ${status}`}>
      <Sign name={SIGNS[status] ?? 'dot'} />
      {statusWords(status)}
    </span>
  );
}
