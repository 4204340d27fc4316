/** Shows the plan of an operation as a diff. */
import type { Operation } from '../../client/types.ts';
import { attributeLine, ORPHANED_TITLE } from '../../contract/operations/plan-text.ts';
import type { Style } from '../io.ts';
import { diagnosticLines } from './diagnostics.ts';
import { titleOf } from '../watch/labels.ts';

type Node = Operation['progress']['resources'][number];

const SIGNS = {
  create: ['green', '+', 'to create'],
  update: ['yellow', '~', 'to update'],
  replace: ['magenta', '±', 'to replace'],
  delete: ['red', '-', 'to delete'],
  import: ['cyan', '+', 'to import'],
  move: ['cyan', '>', 'to move'],
  forget: ['yellow', 'x', 'to forget'],
  refresh: ['cyan', '~', 'to refresh'],
  read: ['dim', '?', 'to read'],
  same: ['dim', ' ', 'unchanged'],
} as const;

/** What else happens to a node: " (moved from random_id.a, imported)". */
function detailsOf({ movedFrom, imported, operation }: Node): string {
  const details = [
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
    ...(imported && operation !== 'import' ? ['imported'] : []),
  ];
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

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
  const { resources: nodes, commit } = plan.progress;
  const lines = nodes
    .filter(({ operation }) => operation !== 'same')
    .flatMap((node) => {
      const [color, sign] = SIGNS[node.operation];
      const attributes = plan.plan?.resources.find(
        ({ type, name }) => type === node.type && name === node.name,
      )?.attributes;
      return [
        style(color, `  ${sign} ${node.type}/${node.name}${detailsOf(node)}`),
        ...(attributes ?? []).map((attribute) => style('dim', `  ${attributeLine(attribute)}`)),
      ];
    });
  const counts = Object.entries(SIGNS).flatMap(([operation, [color, , label]]) => {
    const count = nodes.filter((node) => node.operation === operation).length;
    return count === 0 ? [] : [style(color, `${count} ${label}`)];
  });
  const { outputs = [], orphaned = [] } = plan.plan ?? {};
  return [
    style('bold', `Plan: ${titleOf(plan)}${commit === undefined ? '' : ` at ${commit}`}`),
    ...lines,
    ...(outputs.length === 0 ? [] : ['  Outputs:']),
    ...outputs.map((output) => style('dim', `  ${attributeLine(output)}`)),
    ...(orphaned.length === 0 ? [] : [`  ${ORPHANED_TITLE}`]),
    ...orphaned.map((address) => style('yellow', `    x ${address}`)),
    ...diagnosticLines(plan, style),
    `${counts.join(', ') || 'Nothing to do'}. ${ending}`,
  ];
}
