/**
 * How long the cloud takes for its resources: one workflow for each provider and region keeps the last durations of
 * each kind of work. They are an aid for estimates, so that a few may be lost, for example when a worker is killed.
 */
import type { NodeOperation } from '../vocabulary.ts';

/** How many durations of each kind are kept. */
export const KEPT_DURATIONS = 20;
/** With fewer than these, nothing is said. */
export const MIN_DURATIONS = 5;
/** A provider has about 30 types of nodes. More kinds of work than these are not kept. */
export const MAX_KINDS_OF_WORK = 200;

/** One piece of work that has succeeded. */
export interface NotedDuration {
  /** See `workKey`. */
  work: string;
  ms: number;
}

/** The last durations of each kind of work in ms, oldest first. The workflow's input. */
export type KnownDurations = Record<string, number[]>;

/** The median and the 90th percentile of the last durations, in ms. */
export type TypicalDuration = [medianMs: number, p90Ms: number];

/** The workflow's memo: only kinds of work with enough durations. */
export interface DurationsMemo {
  typical: Record<string, TypicalDuration>;
}

/** Names a kind of work, for example `create/nat_gateway`. */
export function workKey(operation: NodeOperation, type: string): string {
  return `${operation}/${type}`;
}

/** Adds durations, and forgets the oldest ones. */
export function withDurations(
  known: KnownDurations,
  noted: readonly NotedDuration[],
): KnownDurations {
  const next = { ...known };
  for (const { work, ms } of noted) {
    const last = next[work];
    if (last === undefined && Object.keys(next).length >= MAX_KINDS_OF_WORK) continue;
    next[work] = [...(last ?? []), ms].slice(-KEPT_DURATIONS);
  }
  return next;
}

/** Percentiles by the nearest rank: https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method */
export function typicalDurations(known: KnownDurations): DurationsMemo['typical'] {
  const entries = Object.entries(known).flatMap(
    ([work, durations]): [string, TypicalDuration][] => {
      if (durations.length < MIN_DURATIONS) return [];
      const sorted = durations.toSorted((a, b) => a - b);
      const rank = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
      return [[work, [rank(0.5), rank(0.9)]]];
    },
  );
  return Object.fromEntries(entries);
}
