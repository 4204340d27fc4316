/** A plan as text, similar to the one that the engine prints. */
import type { OperationPlan, PlanAttribute, PlannedChange, ShownValue } from './plan.ts';
import type { PlanReason } from '../plans/reasons.ts';
import { dangerousFirst } from '../plans/words.ts';
import type { NodeOperation } from '../vocabulary.ts';

const ACTIONS: Record<NodeOperation, readonly [sign: string, text: string]> = {
  create: ['+', 'will be created'],
  update: ['~', 'will be updated'],
  replace: ['-/+', 'must be replaced'],
  delete: ['-', 'will be destroyed'],
  import: ['+', 'will be imported'],
  move: ['>', 'will be moved'],
  forget: ['x', 'will be forgotten, and not destroyed'],
  refresh: ['~', 'has changed outside of Slipway'],
  read: ['?', 'will be read'],
  same: [' ', 'is unchanged'],
};
const HIDDEN = {
  sensitive: '(sensitive value)',
  unknown: '(known after apply)',
  large: '(large value)',
} as const;

/** Why a plan does what it does to a resource. */
export const REASON_TEXTS: Record<PlanReason, string> = {
  cannot_update: 'an attribute changes that is fixed at creation',
  refers_to_removed: 'refers to a resource that is deleted or replaced',
  broken: 'is broken or gone in the cloud',
  unfinished: 'an earlier operation has not finished changing it',
  tainted: 'an earlier apply has not finished creating it',
  requested: 'as requested',
  triggered: 'its module replaces it together with another resource',
  not_wanted: 'no longer wanted',
};

/** The words for a comparison of two states, in which everything has happened already. */
export const DIFF_WORDS: Partial<Record<NodeOperation, string>> = {
  create: 'was added',
  update: 'has changed',
  replace: 'is another object',
  delete: 'was removed',
};

export const ORPHANED_TITLE =
  'Only the state before knows these. They would remain, and no longer be managed:';

export const SPEC_TITLE = 'Changes to the spec:';

/**
 * Deletions and replacements come first.
 *
 * @param words what happens to the resources, if not what an apply would do
 */
export function planText(
  { spec = [], resources, outputs, orphaned = [], truncated }: OperationPlan,
  words: Partial<Record<NodeOperation, string>> = {},
): string {
  const blocks = dangerousFirst(resources).map((resource) => {
    const { address, operation, attributes } = resource;
    const [sign, planned] = ACTIONS[operation];
    const text = words[operation] ?? planned;
    const line = `${sign} ${address} ${text}${detailsText(resource)}`;
    return [line, ...attributes.map(attributeLine)].join('\n');
  });
  if (spec.length > 0) blocks.unshift([SPEC_TITLE, ...spec.map(attributeLine)].join('\n'));
  if (outputs.length > 0)
    blocks.push(['Changes to outputs:', ...outputs.map(attributeLine)].join('\n'));
  if (orphaned.length > 0) {
    blocks.push([ORPHANED_TITLE, ...orphaned.map((address) => `    x ${address}`)].join('\n'));
  }
  if (blocks.length === 0) blocks.push('No changes.');
  if (truncated) blocks.push('The plan is too large to show all of its attributes.');
  return `${blocks.join('\n\n')}\n`;
}

/** Shows what else is known of a change: " (moved from random_id.a, imported)"; '' if nothing is. */
export function detailsText({
  operation,
  movedFrom,
  imported,
  reason,
}: Pick<PlannedChange, 'operation' | 'movedFrom' | 'imported' | 'reason'>): string {
  const details = [
    ...(reason === undefined ? [] : [REASON_TEXTS[reason]]),
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
    ...(imported && operation !== 'import' ? ['imported'] : []),
  ];
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** Shows the change of one attribute or output in a line. */
export function attributeLine({ path, before, after, replaces }: PlanAttribute): string {
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
  const values = [before, after].filter((value) => value !== undefined).map(valueText);
  return `    ${sign} ${path} = ${values.join(' -> ')}${replaces ? ' # forces replacement' : ''}`;
}

/** Shows a value, or why it is not shown. */
export function valueText(value: ShownValue): string {
  return 'json' in value ? value.json : HIDDEN[value.hidden];
}
