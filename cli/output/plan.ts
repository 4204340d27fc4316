/** Shows the plan of an operation as a diff. */
import type { Operation } from '../../client/types.ts';
import {
  attributeLine,
  detailsText,
  ORPHANED_TITLE,
  SPEC_TITLE,
} from '../../contract/operations/plan-text.ts';
import { dataLosses } from '../../contract/plans/data-loss.ts';
import { dangerousFirst, planCounts } from '../../contract/plans/words.ts';
import type { Style } from '../io.ts';
import { diagnosticLines } from './diagnostics.ts';
import { titleOf } from '../watch/labels.ts';

type Node = Operation['progress']['resources'][number];
type PlannedChange = NonNullable<Operation['plan']>['resources'][number];

const SIGNS = {
  create: ['green', '+'],
  update: ['yellow', '~'],
  replace: ['magenta', '±'],
  delete: ['red', '-'],
  import: ['cyan', '+'],
  move: ['cyan', '>'],
  forget: ['yellow', 'x'],
  refresh: ['cyan', '~'],
  read: ['dim', '?'],
  same: ['dim', ' '],
} as const;
/** The plan itself lists all of them. */
const MAX_NAMED_LOSSES = 5;

/**
 * Returns the lines that show the plan, deletions and replacements first.
 *
 * @param ending the sentence after the counts
 */
export function planLines(
  plan: Operation,
  style: Style,
  ending = 'Nothing was changed.',
): string[] {
  const { resources: nodes, commit } = plan.progress;
  const lines = dangerousFirst(nodes)
    .filter(({ operation }) => operation !== 'same')
    .flatMap((node) => {
      const [color, sign] = SIGNS[node.operation];
      const planned = plan.plan?.resources.find(
        ({ type, name }) => type === node.type && name === node.name,
      );
      return [
        style(
          color,
          `  ${sign} ${node.type}/${node.name}${detailsText({ ...node, reason: planned?.reason })}`,
        ),
        ...attributeLines(planned?.attributes, style),
      ];
    });
  const counts = planCounts(nodes).map(({ operation, text }) => style(SIGNS[operation][0], text));
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
    ...lossLines(nodes, style),
    `${counts.join(', ') || 'Nothing to do'}. ${ending}`,
  ];
}

function attributeLines(attributes: PlannedChange['attributes'] = [], style: Style): string[] {
  return attributes.map((attribute) => style('dim', `  ${attributeLine(attribute)}`));
}

/** Names the resources whose data is lost. They come last, because a long plan scrolls out of the terminal. */
function lossLines(nodes: readonly Node[], style: Style): string[] {
  const losses = dataLosses(nodes);
  if (losses.length === 0) return [];
  const more = losses.length - MAX_NAMED_LOSSES;
  return [
    style('red', 'Data is lost with:'),
    ...losses
      .slice(0, MAX_NAMED_LOSSES)
      .map(({ item: { type, name }, what, why }) => `  ${type}/${name}: ${what}, with ${why}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
