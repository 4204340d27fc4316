import { formatAge, formatMoment } from '../model/time.ts';

interface AgeProps {
  at: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** How long ago a time was, with the time itself on hover. */
export function Age({ at, now }: AgeProps) {
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAge(now - Date.parse(at))}
    </time>
  );
}
