import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { NodeStatus } from '../../contract/vocabulary.ts';

/** Temporal's Web UI shows the whole table in one column, so more rows would not be read. */
const MAX_ROWS = 100;
const SIGNS: Record<NodeStatus, string> = {
  pending: '·',
  running: '▶',
  succeeded: '✔',
  failed: '✘',
  unchanged: '=',
};

/** Returns the operation as Markdown, for the details in Temporal's Web UI. */
export function detailsTable(snapshot: OperationSnapshot): string {
  const { summary } = snapshot;
  const head = [
    `**${snapshot.status}** · ${snapshot.stage} · ${snapshot.message}`,
    '',
    `${summary.total} resources: ${summary.succeeded} succeeded, ${summary.running} running, ` +
      `${summary.pending} pending, ${summary.failed} failed, ${summary.unchanged} unchanged ` +
      `(version ${snapshot.version})`,
  ];
  if (snapshot.error) {
    head.push('', `**Error** \`${snapshot.error.code}\`: ${snapshot.error.message}`);
    const survivors = snapshot.error.details.survivors ?? [];
    if (survivors.length > 0)
      head.push('', 'Still there:', ...survivors.map((urn) => `- \`${urn}\``));
  }
  if (snapshot.resources.length === 0) return head.join('\n');
  const rows = snapshot.resources.slice(0, MAX_ROWS).map((resource) => {
    const seconds =
      resource.duration === undefined ? '' : `${(resource.duration / 1000).toFixed(1)} s`;
    return `| ${SIGNS[resource.status]} ${resource.status} | ${resource.operation} | ${resource.type} | ${resource.name} | ${seconds} |`;
  });
  const hidden = snapshot.resources.length - rows.length;
  return [
    ...head,
    '',
    '| status | operation | type | name | took |',
    '|---|---|---|---|---|',
    ...rows,
    ...(hidden > 0 ? ['', `… and ${hidden} more`] : []),
  ].join('\n');
}
