/** Shows the plan of an operation as a diff. */
import type { Operation } from '../../client/types.ts';
import type { Style } from '../io.ts';
import { titleOf } from '../watch/labels.ts';

const SIGNS = {
  create: ['green', '+', 'to create'],
  update: ['yellow', '~', 'to update'],
  replace: ['magenta', '±', 'to replace'],
  delete: ['red', '-', 'to delete'],
  read: ['dim', '?', 'to read'],
  same: ['dim', ' ', 'unchanged'],
} as const;

/**
 * Returns the lines that show the plan.
 *
 * @param ending the sentence after the counts
 */
export function planLines(
  plan: Operation,
  style: Style,
  ending = 'Nothing was changed.',
): string[] {
  const nodes = plan.progress.resources;
  const lines = nodes
    .filter(({ operation }) => operation !== 'same')
    .map(({ operation, type, name }) => {
      const [color, sign] = SIGNS[operation];
      return style(color, `  ${sign} ${type}/${name}`);
    });
  const counts = Object.entries(SIGNS).flatMap(([operation, [color, , label]]) => {
    const count = nodes.filter((node) => node.operation === operation).length;
    return count === 0 ? [] : [style(color, `${count} ${label}`)];
  });
  return [
    style('bold', `Plan: ${titleOf(plan)}`),
    ...lines,
    `${counts.join(', ') || 'Nothing to do'}. ${ending}`,
  ];
}
