import type { Operation } from '../model/types.ts';

const PARTS = ['unchanged', 'succeeded', 'failed', 'running', 'pending'] as const;

interface ProgressBarProps {
  operation: Pick<Operation, 'progress'>;
  label: string;
  /** What was made is being taken away again. */
  undoing?: boolean;
}

/** Of all resources of the plan, how many are done. */
export function ProgressBar({ operation, label, undoing = false }: ProgressBarProps) {
  const { summary, stage } = operation.progress;
  const done = summary.succeeded + summary.unchanged;
  // Before there is a plan nobody knows how much there is to do.
  const known = summary.total > 0 || stage === 'done';
  return (
    <div
      class={`bar ${undoing ? 'undoing' : ''} ${known ? '' : 'unknown'}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(summary.total, 1)}
      aria-valuenow={known ? done : undefined}
      aria-valuetext={known ? `${done} of ${summary.total} resources done` : 'not planned yet'}
    >
      {PARTS.map((part) =>
        summary[part] > 0 ? (
          <span key={part} class={part} style={{ flexGrow: summary[part] }} />
        ) : null,
      )}
    </div>
  );
}
