/**
 * Shows a plan attribute by attribute. Values that the engine marks as sensitive are hidden, and known secrets
 * are masked in all others.
 */
import type {
  OperationPlan,
  PlanAttribute,
  PlannedChange,
} from '../../contract/operations/plan.ts';
import { attributesOf, createBudget, shownSides } from '../../contract/plans/attributes.ts';
import { exactJson } from '../engine/json.ts';
import { isChange } from './plan-differences.ts';
import type { ReadPlan } from './plan.ts';
import { isObject } from './planned-values.ts';
import type { Redact } from '../engine/redaction.ts';

export interface PlanDisplay {
  redact: Redact;
  /** False if a setting withholds all values. */
  showValues: boolean;
  /** False for the name of an output to withhold. */
  isShown(name: string): boolean;
  /** False for the address of a resource whose values to withhold. */
  isResourceShown(address: string): boolean;
}

const VALUES = { json: exactJson, isObject };

export function planView(
  { resources, planned, outputs }: Pick<ReadPlan, 'resources' | 'planned' | 'outputs'>,
  display: PlanDisplay,
): OperationPlan {
  const budget = createBudget();
  const changes = resources.filter(isChange).map((resource): PlannedChange => {
    const { address, type, name, operation, movedFrom, imported, reason } = resource;
    const change = planned.resources.get(address);
    const isShown = display.isResourceShown(resource.deposedOf ?? address);
    const shown = { ...display, ...VALUES, showValues: display.showValues && isShown };
    return {
      address,
      type,
      name,
      operation,
      ...(movedFrom !== undefined && { movedFrom }),
      ...(imported && { imported }),
      ...(reason !== undefined && { reason }),
      attributes: budget.fitting(
        change === undefined ? [] : attributesOf(change, change.replacePaths, shown),
      ),
    };
  });
  const changedOutputs = outputs.flatMap((name): PlanAttribute[] => {
    const change = planned.outputs.get(name);
    if (change === undefined) return [];
    const [before, after] = shownSides(change, {
      ...display,
      ...VALUES,
      showValues: display.showValues && display.isShown(name),
    });
    return [{ path: name, ...(before && { before }), ...(after && { after }) }];
  });
  const shown = { resources: changes, outputs: budget.fitting(changedOutputs) };
  return budget.isExceeded() ? { ...shown, truncated: true } : shown;
}
