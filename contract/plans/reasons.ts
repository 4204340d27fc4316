/** Why a plan does what it does. Imports nothing, because workflows use it. */

export const PLAN_REASONS = [
  'cannot_update',
  'refers_to_removed',
  'broken',
  'unfinished',
  'tainted',
  'requested',
  'triggered',
  'not_wanted',
] as const;
/**
 * Why a plan replaces a resource, deletes it, or changes it although its attributes stay. `cannot_update`: an
 * attribute changes that is fixed at creation. `refers_to_removed`: it refers to a resource that is deleted or
 * replaced. `unfinished`: an earlier operation has not finished changing it. `tainted`: an earlier apply has not
 * finished creating it. `triggered`: the module replaces it with another resource. `not_wanted`: the spec or the
 * module does not have it any more.
 */
export type PlanReason = (typeof PLAN_REASONS)[number];
