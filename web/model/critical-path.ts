/**
 * The chain of work that decided how long the operation took: from what ended last back to what it had
 * waited for last, and so on to the start. Had any of them been faster, all would have been.
 */
import type { Span } from './spans.ts';
import type { Dependencies } from './types.ts';

/**
 * @param spans in the order in which they began; what still runs ends after all that has ended, and of
 *   several the one that has run for longest is taken for the last
 * @param needs where it is known; else whatever ended last before a piece of work began counts as what
 *   it had waited for
 */
export function criticalPath(
  spans: readonly Span[],
  dependencies?: Dependencies,
): ReadonlySet<Span> {
  const neighbours = dependencies && neighboursIn(dependencies);
  const endOf = (span: Span) => span.to ?? Infinity;
  const last = (of: readonly Span[]) =>
    of.reduce<Span | undefined>((a, b) => (a && endOf(a) >= endOf(b) ? a : b), undefined);

  function waitedFor(span: Span): Span | undefined {
    const before = spans.filter((other) => other.to !== undefined && other.to <= span.from);
    const same = before.filter(({ undo, urn }) => undo === span.undo && urn !== span.urn);
    const near = neighbours?.get(span.urn);
    const found = last(near ? same.filter(({ urn }) => near.has(urn)) : same);
    if (found !== undefined || !span.undo) return found;
    // The first to be undone waited for the end of all work, which a failure had called for.
    const work = before.filter(({ undo }) => !undo);
    return last(work.filter(({ outcome }) => outcome === 'failed')) ?? last(work);
  }

  const path = new Set<Span>();
  for (let span = last(spans); span !== undefined && !path.has(span); span = waitedFor(span)) {
    path.add(span);
  }
  return path;
}

/** In both directions: what is made after its needs is taken away before them. */
function neighboursIn(dependencies: Dependencies): Map<string, Set<string>> {
  const neighbours = new Map<string, Set<string>>();
  const meet = (a: string, b: string) => {
    const known = neighbours.get(a);
    if (known === undefined) neighbours.set(a, new Set([b]));
    else known.add(b);
  };
  for (const [urn, needed] of dependencies) {
    if (needed.length === 0 && !neighbours.has(urn)) neighbours.set(urn, new Set());
    for (const other of needed) {
      meet(urn, other);
      meet(other, urn);
    }
  }
  return neighbours;
}
