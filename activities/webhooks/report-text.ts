/** The words that forges show about plans and operations. */
import type { Operation, ProgressResource } from '../../contract/operations/operation.ts';
import type { CommitReport } from '../../contract/temporal/repository-events.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';

/** Comments have a limit at the forges, and nobody reads more. */
const MAX_LISTED = 200;
const MAX_MESSAGE_LINES = 40;

const SIGNS: Partial<Record<NodeOperation, string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
  import: '<',
  move: '>',
  forget: '.',
};

/** What is counted: the operations that count for it, and its words in a plan and afterwards. */
const COUNTS: readonly { of: readonly NodeOperation[]; planned: string; done: string }[] = [
  { of: ['create', 'replace'], planned: 'to add', done: 'added' },
  { of: ['update'], planned: 'to change', done: 'changed' },
  { of: ['delete', 'replace'], planned: 'to destroy', done: 'destroyed' },
];
/** These are only named if there are any. */
const FURTHER: typeof COUNTS = [
  { of: ['import'], planned: 'to import', done: 'imported' },
  { of: ['move'], planned: 'to move', done: 'moved' },
  { of: ['forget'], planned: 'to forget', done: 'forgotten' },
  { of: ['refresh'], planned: 'to refresh', done: 'refreshed' },
];

/** For example "2 to add, 1 to change, 0 to destroy". A replacement counts as an addition and a destruction. */
function countsOf(resources: readonly ProgressResource[], words: 'planned' | 'done'): string {
  const changing = resources.filter(({ status }) => status !== 'unchanged');
  const counted = (row: (typeof COUNTS)[number]) =>
    changing.filter(({ operation }) => row.of.includes(operation)).length;
  const rows = [...COUNTS, ...FURTHER.filter((row) => counted(row) > 0)];
  return rows.map((row) => `${counted(row)} ${row[words]}`).join(', ');
}

/** A plan of nothing but outputs still changes something. */
export function planReport({ progress, plan }: Operation): CommitReport {
  const outputs = plan?.outputs.length ?? 0;
  const isChange = progress.resources.some(({ status }) => status !== 'unchanged');
  if (!isChange && outputs === 0) return { state: 'success', description: 'Plan: no changes.' };
  const more = outputs === 0 ? '' : `, ${outputs} ${outputs === 1 ? 'output' : 'outputs'}`;
  return {
    state: 'success',
    description: `Plan: ${countsOf(progress.resources, 'planned')}${more}.`,
  };
}

/** How an operation stands. Its error is only named by its code, because its message may say more than others may read. */
export function operationReport(operation: Operation, url: string | undefined): CommitReport {
  const page = url === undefined ? {} : { url };
  const { progress, error, status } = operation;
  switch (status) {
    case 'succeeded':
      return {
        state: 'success',
        description: `Applied: ${countsOf(progress.resources, 'done')}.`,
        ...page,
      };
    case 'failed':
      return { state: 'failure', description: `Failed: ${error?.code ?? 'unknown'}.`, ...page };
    case 'canceled':
      return { state: 'canceled', description: `Canceled: ${error?.code ?? 'canceled'}.`, ...page };
    case 'awaiting_confirmation':
      return {
        state: 'pending',
        description: `Plan: ${countsOf(progress.resources, 'planned')}. Waits for its confirmation.`,
        ...page,
      };
    default:
      return {
        state: 'pending',
        description: `${progress.stage === 'provisioning' ? 'Applying' : 'Planning'}.`,
        ...page,
      };
  }
}

/** The comment below a pull request. Values are not in it: the pull request may be public. */
export function planComment(name: string, commit: string, operation: Operation): string {
  const { resources } = operation.progress;
  const changing = resources.filter(({ status }) => status !== 'unchanged');
  const lines = changing
    .slice(0, MAX_LISTED)
    .map(
      ({ operation: action, type, name: node }) =>
        `${(SIGNS[action] ?? action).padEnd(3)} ${type} ${node}`,
    );
  const rest = changing.length - lines.length;
  const list = [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [
    ...titleOf(name, commit),
    planReport(operation).description,
    ...(list.length > 0 ? ['', ...verbatim(list)] : []),
    '',
    'Nothing was changed.',
  ].join('\n');
}

export function faultComment(name: string, commit: string, message: string): string {
  const lines = message.split('\n').slice(0, MAX_MESSAGE_LINES);
  return [...titleOf(name, commit), 'The plan failed.', '', ...verbatim(lines)].join('\n');
}

function titleOf(name: string, commit: string): string[] {
  return [`### Plan of \`${name}\``, '', `Commit ${commit}`, ''];
}

/**
 * Shows text as it is. Names and messages come from the module, so that they must not become links, commands of the
 * forge or the end of the block: an indented line does not end it.
 */
function verbatim(lines: readonly string[]): string[] {
  const inert = lines.map((line) => `    ${line.replaceAll(/[\r\n]+/g, ' ').replaceAll('`', "'")}`);
  return ['```text', ...inert, '```'];
}
