/** Shows one operation in full: what it does to each cloud resource, why it failed, what survives, what to do next. */
import type { Operation } from '../../client/types.ts';
import { decidedWord } from '../../client/words/decision-words.ts';
import { estimateWords } from '../../client/words/estimate-words.ts';
import { resourceWhy } from '../../client/words/resource-words.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { createStyle } from '../io.ts';
import type { Session } from '../session/session.ts';
import { outcomeLines } from './outcome.ts';
import { formatTable, type Column } from './table.ts';
import { formatDuration } from './time.ts';
import { oneLine, type Format } from './visible.ts';

type Node = Operation['progress']['resources'][number];

const COLORS: Readonly<Partial<Record<Node['status'], Format>>> = {
  running: 'yellow',
  succeeded: 'green',
  failed: 'red',
};

const COLUMNS: readonly Column<Node>[] = [
  { title: 'RESOURCE', of: ({ type, name }) => `${type}/${name}`, cut: true },
  { title: 'ACTION', of: ({ operation }) => operation },
  { title: 'CLOUD ID', of: ({ cloudId }) => cloudId, wide: true },
  { title: 'STATUS', of: ({ status }) => status, color: ({ status }) => COLORS[status] },
  {
    title: 'TOOK',
    of: ({ duration }) => (duration === undefined ? undefined : formatDuration(duration)),
    align: 'right',
  },
];

/** Prints what comes after the fields of an operation in a table. */
export function printDetails(session: Session, operation: Operation): void {
  const { io, wide, hint } = session;
  const style = createStyle(io, io.stdout);
  const { columns } = io.stdout;
  const { resources } = operation.progress;
  if (resources.length > 0) {
    io.stdout.write(`\n${formatTable(resources, COLUMNS, { style, columns, wide })}`);
  }
  const reasons = resources.flatMap((resource) => {
    const why = resourceWhy(resource);
    return why === undefined ? [] : [`${resource.type}/${resource.name}: ${oneLine(why)}`];
  });
  if (reasons.length > 0) io.stdout.write(`\n${reasons.join('\n')}\n`);
  const decisions = (operation.decisions ?? []).map(
    ({ kind, at, reason }) =>
      `${decidedWord(kind)} at ${at}${reason === undefined ? '' : `: ${oneLine(reason)}`}`,
  );
  if (decisions.length > 0) io.stdout.write(`\n${decisions.join('\n')}\n`);
  const { left, slow } = estimateWords(operation.progress, Date.now());
  const expected = [...(left === undefined ? [] : [left]), ...slow];
  if (expected.length > 0) io.stdout.write(`\n${expected.map(oneLine).join('\n')}\n`);
  io.stdout.writeLine();
  if (isTerminal(operation.status)) {
    for (const line of outcomeLines(operation, { style, hint, columns })) {
      io.stdout.writeLine(line);
    }
  } else {
    const isWaiting = operation.status === 'awaiting_confirmation';
    for (const verb of isWaiting ? ['plan', 'confirm', 'discard'] : ['watch']) {
      io.stdout.writeLine(`${style('dim', 'next')}  ${hint(`operations ${verb} ${operation.id}`)}`);
    }
  }
}
