/** Reads the plan of an operation, attribute by attribute. */
import { useEffect, useState } from 'preact/hooks';
import { slipway } from '../api.ts';
import type { Operation, OperationPlan } from '../model/types.ts';

export interface PlanState {
  /** Absent until it is read. */
  plan?: OperationPlan;
  /** True if the plan could not be read: it is no longer stored, or the operation ended before it. */
  isMissing?: boolean;
}

/** @param isWanted false if the plan is not shown yet */
export function usePlan(operation: Operation, isWanted: boolean): PlanState {
  const [state, setState] = useState<PlanState>({});
  const { id, progress } = operation;
  // What remains after an interruption is planned again, in the same operation.
  const { stage } = progress;
  useEffect(() => {
    if (!isWanted) return undefined;
    const controller = new AbortController();
    slipway.api
      .GET('/operations/{operationId}/plan', {
        params: { path: { operationId: id } },
        signal: controller.signal,
      })
      .then(({ data }) => {
        setState(typeof data === 'object' ? { plan: data } : { isMissing: true });
      })
      .catch(() => {
        if (!controller.signal.aborted) setState({ isMissing: true });
      });
    return () => controller.abort();
  }, [id, stage, isWanted]);
  return state;
}
