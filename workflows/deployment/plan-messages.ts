/** Messages about plans: what waits for a confirmation, and how an apply differed from it. */
import type { KeptState } from '../../deployments/deployment-store.ts';
import type { PlanAnswer, PlannedAdoption } from '../../activities/engine/deployments.ts';

const MAX_NAMED = 3;

/** Names the first few of several addresses, at least one. */
function named(addresses: readonly string[]): string {
  const first = addresses.slice(0, MAX_NAMED).join(', ');
  const more = addresses.length - MAX_NAMED;
  return more > 0 ? `${first} and ${more} more` : first;
}

/** Counts what a plan changes: "2 changes", "2 changes and 1 output". */
export function changesIn({ resources, outputs = [] }: PlanAnswer): string {
  const count = resources.filter(({ operation }) => operation !== 'same').length;
  const changes = `${count} ${count === 1 ? 'change' : 'changes'}`;
  if (outputs.length === 0) return changes;
  const changedOutputs = outputs.length === 1 ? '1 output' : `${outputs.length} outputs`;
  return count === 0 ? `a change of ${changedOutputs}` : `${changes} and ${changedOutputs}`;
}

/** Asks for the confirmation of a plan. */
export function confirmationPrompt(plan: PlanAnswer, isAgain: boolean): string {
  const { adoption } = plan;
  const planned = `lanned ${changesIn(plan)}; confirm or discard them`;
  if (isAgain) return `What remains differs from the plan that was confirmed. P${planned}`;
  return adoption === undefined ? `P${planned}` : `P${planned}${orphanedNote(adoption)}`;
}

/** Names what would no longer be managed; '' if there is nothing. */
function orphanedNote({ orphaned, count, isUnknown }: PlannedAdoption): string {
  if (isUnknown) {
    return '. The states are encrypted: check yourself that the current one has no resources that the other one lacks';
  }
  if (count === 0) return '';
  const more = count > orphaned.length ? ` (${count} in all)` : '';
  const those = count === 1 ? 'this resource' : 'these resources';
  return `. The other state does not have ${named(orphaned)}${more}: ${those} would continue to exist, but no longer be managed`;
}

/** Says that the applied plan was not the first one; '' if it was. */
export function replannedNote(differing: readonly string[]): string {
  if (differing.length === 0) return '';
  return `; what remained after an interruption differed from the plan and was applied: ${named(differing)}`;
}

/** Says that the module changes something on every run; '' if it does not. */
export function unsettledNote(addresses: readonly string[]): string {
  if (addresses.length === 0) return '';
  return `; another plan would change ${named(addresses)} again: the module, or another program, does so on every run`;
}

/** Names the resources that a destroy has left behind because the module says so; '' if there are none. */
export function forgottenNote(addresses: readonly string[]): string {
  if (addresses.length === 0) return '';
  return `; ${named(addresses)} still exists and is no longer managed`;
}

/** Says that a deployment was given up, and where its state is. */
export function releasedNote(name: string, { file, resources, backend }: KeptState): string {
  const remaining =
    resources === undefined
      ? 'its resources remain'
      : resources === 1
        ? 'its resource remains'
        : `its ${resources} resources remain`;
  const released = `${name} is no longer managed, and ${remaining}`;
  if (backend !== undefined) return `${released}. Its state is in its ${backend} backend`;
  if (file === undefined) return `${name} is no longer managed. It never had a state`;
  return `${released}. Its state is kept for 30 days: GET /state-files/${file}/download`;
}
