import { estimateWords } from '../../client/words/estimate-words.ts';
import type { Operation } from '../model/types.ts';

/** How long it still takes, and what is slower than usual. */
export function Expected({ operation, now }: { operation: Operation; now: number }) {
  const { left, slow } = estimateWords(operation.progress, now);
  if (left === undefined && slow.length === 0) return null;
  return (
    <p class="estimate">
      {left}
      {slow.map((words) => (
        <span class="slow" key={words}>
          {words}
        </span>
      ))}
    </p>
  );
}
