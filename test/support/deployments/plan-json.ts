/** Plans in the engine's JSON format, as `show -json` writes them. */

import { readPlan, type ReadPlan } from '../../../deployments/plan/plan.ts';

/** A resource of a plan. By default it is created with the given values. */
export function planned(
  address: string,
  more: {
    actions?: string[];
    before?: unknown;
    after?: unknown;
    unknown?: unknown;
    importing?: object;
    previousAddress?: string;
    deposed?: string;
    reason?: string;
  } = {},
): object {
  const { actions = ['create'], before = null, after = {}, unknown = {}, importing } = more;
  return {
    address,
    mode: 'managed',
    type: address.split('.').at(-2),
    ...(more.previousAddress !== undefined && { previous_address: more.previousAddress }),
    ...(more.deposed !== undefined && { deposed: more.deposed }),
    ...(more.reason !== undefined && { action_reason: more.reason }),
    change: {
      actions,
      before,
      after,
      after_unknown: unknown,
      ...(importing && { importing }),
    },
  };
}

export function planJson(
  resources: readonly object[],
  outputs: Record<string, { actions: string[]; after?: unknown; after_unknown?: unknown }> = {},
): string {
  return JSON.stringify({
    resource_changes: resources,
    output_changes: outputs,
    configuration: { root_module: {} },
  });
}

/** Reads a plan whose addresses contain no secret. */
export function readPlain(text: string): ReadPlan {
  return readPlan(text, (address) => address);
}
