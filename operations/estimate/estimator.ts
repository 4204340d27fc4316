/** Estimates of running operations. */
import type { Client } from '@temporalio/client';
import type { Estimate } from '../../contract/operations/operation.ts';
import type { KnownState, OperationSource } from '../read/view.ts';
import { estimateOf } from './estimate.ts';
import { createTypicalDurations } from './typical-durations.ts';

/** Returns undefined if there is nothing to say. */
export type Estimator = (source: OperationSource, known: KnownState) => Estimate | undefined;

/** @param now in ms */
export function createEstimator(client: Client, now: () => number): Estimator {
  const typicalOf = createTypicalDurations(client, now);
  return ({ memo, cancelRequested }, { stage, resources, dependencies, updatedAt }) => {
    const { provider, region } = memo.subject;
    // A rollback removes what was made so far, which the plan does not say.
    const isOnItsWay = stage === 'provisioning' && !cancelRequested;
    if (!isOnItsWay || provider === undefined || region === undefined) return undefined;
    const typical = typicalOf(provider, region);
    if (typical === undefined || updatedAt === undefined) return undefined;
    if (resources === undefined || dependencies === undefined) return undefined;
    return estimateOf(resources, dependencies, typical, { at: Date.parse(updatedAt), now: now() });
  };
}

/** The same state with the estimate, if there is one. */
export function withEstimate(known: KnownState, estimate: Estimate | undefined): KnownState {
  return estimate === undefined ? known : { ...known, estimate };
}
