/** Shows the plan of an operation as a diff. */
import type { Operation } from '../../client/types.ts';
import {
  attributeLine,
  ORPHANED_TITLE,
  REASON_TEXTS,
  SPEC_TITLE,
} from '../../contract/operations/plan-text.ts';
import type { Style } from '../io.ts';
import { diagnosticLines } from './diagnostics.ts';
import { titleOf } from '../watch/labels.ts';

type Node = Operation['progress']['resources'][number];
type PlannedChange = NonNullable<Operation['plan']>['resources'][number];

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

/** What else is known of a node: " (moved from random_id.a, imported)". */
function detailsOf({ movedFrom, imported, operation }: Node, reason?: PlannedChange['reason']) {
  const details = [
    ...(reason === undefined ? [] : [REASON_TEXTS[reason]]),
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
      const planned = plan.plan?.resources.find(
        ({ type, name }) => type === node.type && name === node.name,
      );
      return [
        style(color, `  ${sign} ${node.type}/${node.name}${detailsOf(node, planned?.reason)}`),
        ...attributeLines(planned?.attributes, style),
      ];
    });
  const counts = Object.entries(SIGNS).flatMap(([operation, [color, , label]]) => {
    const count = nodes.filter((node) => node.operation === operation).length;
    return count === 0 ? [] : [style(color, `${count} ${label}`)];
  });
  const { spec = [], outputs = [], orphaned = [], truncated } = plan.plan ?? {};
  return [
    style('bold', `Plan: ${titleOf(plan)}${commit === undefined ? '' : ` at ${commit}`}`),
    ...(spec.length === 0 ? [] : [`  ${SPEC_TITLE}`]),
    ...attributeLines(spec, style),
    ...lines,
    ...(outputs.length === 0 ? [] : ['  Outputs:']),
    ...attributeLines(outputs, style),
    ...(truncated ? ['  The plan is too large to show all of its attributes.'] : []),
    ...(orphaned.length === 0 ? [] : [`  ${ORPHANED_TITLE}`]),
    ...orphaned.map((address) => style('yellow', `    x ${address}`)),
    ...diagnosticLines(plan, style),
    `${counts.join(', ') || 'Nothing to do'}. ${ending}`,
  ];
}

function attributeLines(attributes: PlannedChange['attributes'] = [], style: Style): string[] {
  return attributes.map((attribute) => style('dim', `  ${attributeLine(attribute)}`));
}
