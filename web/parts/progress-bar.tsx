import type { ListedOperation } from '../model/types.ts';

const PARTS = ['unchanged', 'succeeded', 'failed', 'running', 'pending'] as const;

interface ProgressBarProps {
  operation: Pick<ListedOperation, 'progress'>;
  label: string;
  /** True while the operation is rolled back. */
  undoing?: boolean;
}

/** Shows how many resources of the plan are done. */
export function ProgressBar({ operation, label, undoing = false }: ProgressBarProps) {
  const { summary, stage } = operation.progress;
  const done = summary.succeeded + summary.unchanged;
  // Before the plan exists, the total is unknown.
  const isKnown = summary.total > 0 || stage === 'done';
  return (
    <div
      class={`bar ${undoing ? 'undoing' : ''} ${isKnown ? '' : 'unknown'}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(summary.total, 1)}
      aria-valuenow={isKnown ? done : undefined}
      aria-valuetext={
        isKnown
          ? `${done} of ${summary.total} resources ${undoing ? 'undone' : 'done'}`
          : 'not planned yet'
      }
    >
      {PARTS.map((part) =>
        summary[part] > 0 ? (
          <span key={part} class={part} style={{ flexGrow: summary[part] }} />
        ) : null,
      )}
    </div>
  );
}
