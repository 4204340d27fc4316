/**
 * Finds the critical path: the chain of steps that decided how long the operation took. It starts from the step
 * that ended last, goes to the last step that this one waited for, and so on back to the start.
 */
import type { Span } from './spans.ts';
import type { Dependencies } from './types.ts';

/**
 * Returns the spans of the critical path.
 *
 * @param spans in order of their start. A running span counts as later than every span that has ended. If
 *   several are running, the one that started first counts as the last.
 * @param dependencies if unknown, a step counts as waiting for the step that ended last before it started
 */
export function criticalPath(
  spans: readonly Span[],
  dependencies?: Dependencies,
): ReadonlySet<Span> {
  const related = dependencies && relatedResources(dependencies);
  const endOf = (span: Span) => span.to ?? Infinity;
  const last = (of: readonly Span[]) =>
    of.reduce<Span | undefined>((a, b) => (a && endOf(a) >= endOf(b) ? a : b), undefined);

  function waitedFor(span: Span): Span | undefined {
    const before = spans.filter((other) => other.to !== undefined && other.to <= span.from);
    const same = before.filter(({ undo, urn }) => undo === span.undo && urn !== span.urn);
    const relevant = related?.get(span.urn);
    const found = last(relevant ? same.filter(({ urn }) => relevant.has(urn)) : same);
    if (found !== undefined || !span.undo) return found;
    // The first step of the rollback waited for the failure, or otherwise for the end of all other work.
    const work = before.filter(({ undo }) => !undo);
    return last(work.filter(({ outcome }) => outcome === 'failed')) ?? last(work);
  }

  const path = new Set<Span>();
  for (let span = last(spans); span !== undefined && !path.has(span); span = waitedFor(span)) {
    path.add(span);
  }
  return path;
}

/** Maps each resource to its dependencies and dependants, because a delete waits for the dependants. */
function relatedResources(dependencies: Dependencies): Map<string, Set<string>> {
  const related = new Map<string, Set<string>>();
  const relate = (a: string, b: string) => {
    const known = related.get(a);
    if (known === undefined) related.set(a, new Set([b]));
    else known.add(b);
  };
  for (const [urn, needed] of dependencies) {
    if (needed.length === 0 && !related.has(urn)) related.set(urn, new Set());
    for (const other of needed) {
      relate(urn, other);
      relate(other, urn);
    }
  }
  return related;
}
