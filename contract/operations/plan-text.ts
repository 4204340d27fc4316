/** A plan as text, similar to the one that the engine prints. */
import type { OperationPlan, PlanAttribute, ShownValue } from './plan.ts';
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

/** The words for a comparison of two states, in which everything has happened already. */
export const DIFF_WORDS: Partial<Record<NodeOperation, string>> = {
  create: 'was added',
  update: 'has changed',
  replace: 'is another object',
  delete: 'was removed',
};

export const ORPHANED_TITLE =
  'Only the state before knows these. They would remain, and no longer be managed:';

/** @param words what happens to the resources, if not what an apply would do */
export function planText(
  { resources, outputs, orphaned = [], truncated }: OperationPlan,
  words: Partial<Record<NodeOperation, string>> = {},
): string {
  const blocks = resources.map(({ address, operation, movedFrom, imported, attributes }) => {
    const [sign, planned] = ACTIONS[operation];
    const text = words[operation] ?? planned;
    const also = [
      ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
      ...(imported && operation !== 'import' ? ['imported'] : []),
    ];
    const details = also.length === 0 ? '' : ` (${also.join(', ')})`;
    return [`${sign} ${address} ${text}${details}`, ...attributes.map(attributeLine)].join('\n');
  });
  if (outputs.length > 0)
    blocks.push(['Changes to outputs:', ...outputs.map(attributeLine)].join('\n'));
  if (orphaned.length > 0) {
    blocks.push([ORPHANED_TITLE, ...orphaned.map((address) => `    x ${address}`)].join('\n'));
  }
  if (blocks.length === 0) blocks.push('No changes.');
  if (truncated) blocks.push('The plan is too large to show all of its attributes.');
  return `${blocks.join('\n\n')}\n`;
}

/** Shows the change of one attribute or output in a line. */
export function attributeLine({ path, before, after, replaces }: PlanAttribute): string {
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
  const values = [before, after].filter((value) => value !== undefined).map(textOf);
  return `    ${sign} ${path} = ${values.join(' -> ')}${replaces ? ' # forces replacement' : ''}`;
}

function textOf(value: ShownValue): string {
  return 'json' in value ? value.json : HIDDEN[value.hidden];
}
