/**
 * Estimates how long an operation will take from the resources that are left, and from how long such resources took
 * before. An operation works on independent resources side by side, so that the longest chain decides.
 */
import type { Estimate, ProgressResource } from '../../contract/operations/operation.ts';
import { workKey, type TypicalDuration } from '../../contract/temporal/durations.ts';
import type { Typical } from './typical-durations.ts';

/** Milliseconds that are left, in the middle and in nine of ten cases. */
interface Left {
  median: number;
  p90: number;
}

/** A resource that is left, with what it waits for. */
interface Step {
  left: Left;
  after: string[];
}

/** A wait that is shorter is nobody's concern, however quick such resources usually are. */
const MIN_SLOW_MS = 60_000;
const NOTHING: Left = { median: 0, p90: 0 };

/**
 * @param dependencies the URNs that each node depends on
 * @param times in ms: `at` is when the resources were last known to be as they are. The estimate counts from then, so
 *   that all processes make the same one. Only whether a resource is slow depends on `now`.
 * @returns undefined if there is nothing to say: too little is known, and nothing is slow
 */
export function estimateOf(
  resources: readonly ProgressResource[],
  dependencies: Readonly<Record<string, string[]>>,
  typical: Typical,
  { at, now }: { at: number; now: number },
): Estimate | undefined {
  const open = resources.filter(({ status }) => status === 'pending' || status === 'running');
  if (open.length === 0) return undefined;
  const timestamp = new Date(at).toISOString();
  const usual = (resource: ProgressResource): TypicalDuration | undefined =>
    typical[workKey(resource.operation, resource.type)];
  const slow = open.flatMap((resource) => {
    const known = usual(resource);
    const elapsed = elapsedOf(resource, now);
    if (known === undefined || elapsed <= Math.max(known[1], MIN_SLOW_MS)) return [];
    const [median, p90] = known;
    return [{ urn: resource.urn, medianSeconds: inSeconds(median), p90Seconds: inSeconds(p90) }];
  });
  const steps = new Map<string, Step>();
  for (const resource of open) {
    const known = usual(resource);
    // A single unknown resource can decide how long it takes.
    if (known === undefined) return slow.length === 0 ? undefined : { at: timestamp, slow };
    steps.set(resource.urn, { left: leftOf(known, elapsedOf(resource, at)), after: [] });
  }
  const deleted = new Set(open.filter((it) => it.operation === 'delete').map(({ urn }) => urn));
  for (const [urn, needed] of Object.entries(dependencies)) {
    // A deletion waits for its dependants, anything else for its dependencies.
    for (const other of needed) {
      if (deleted.has(other)) steps.get(other)?.after.push(urn);
      if (!deleted.has(urn)) steps.get(urn)?.after.push(other);
    }
  }
  const { median, p90 } = longestOf(steps);
  return { at: timestamp, remainingSeconds: inSeconds(median), p90Seconds: inSeconds(p90), slow };
}

function elapsedOf({ status, startedAt }: ProgressResource, now: number): number {
  return status === 'running' && startedAt !== undefined
    ? Math.max(0, now - Date.parse(startedAt))
    : 0;
}

/** What has taken longer than usual is expected to take as long as the slowest of ten. */
function leftOf([medianMs, p90Ms]: TypicalDuration, elapsed: number): Left {
  const p90 = Math.max(p90Ms - elapsed, 0);
  return { median: elapsed < medianMs ? medianMs - elapsed : p90, p90 };
}

/** The longest chain of steps, for each of the two measures by itself. */
function longestOf(steps: ReadonlyMap<string, Step>): Left {
  const ends = new Map<string, Left>();
  function endOf(urn: string): Left {
    const known = ends.get(urn);
    if (known !== undefined) return known;
    const step = steps.get(urn);
    if (step === undefined) return NOTHING;
    // A cycle, which no plan has, ends here.
    ends.set(urn, NOTHING);
    const start = latest(step.after.map(endOf));
    const end = { median: start.median + step.left.median, p90: start.p90 + step.left.p90 };
    ends.set(urn, end);
    return end;
  }
  return latest([...steps.keys()].map(endOf));
}

function latest(all: readonly Left[]): Left {
  return {
    median: Math.max(0, ...all.map(({ median }) => median)),
    p90: Math.max(0, ...all.map(({ p90 }) => p90)),
  };
}

function inSeconds(ms: number): number {
  return Math.round(ms / 1000);
}
