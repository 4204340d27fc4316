/** What members have decided about an operation, when, and why. */
import { decidedWord } from '../../client/words/decision-words.ts';
import { humanize } from '../model/labels.ts';
import type { Operation } from '../model/types.ts';
import { Age } from '../parts/age.tsx';

export function Decisions({ operation, now }: { operation: Operation; now: number }) {
  const { decisions = [] } = operation;
  if (decisions.length === 0) return null;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">Decisions</h2>
      <ul class="decisions">
        {decisions.map(({ kind, at, reason }) => (
          <li key={`${kind}/${at}`}>
            <strong>{humanize(decidedWord(kind))}</strong> <Age at={at} now={now} />
            {reason !== undefined && <p class="why">{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
