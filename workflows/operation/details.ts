import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
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
    const byUrn = new Map(snapshot.resources.map((resource) => [resource.urn, resource]));
    if (survivors.length > 0)
      head.push('', 'Still there:', ...survivors.map((urn) => survivorLine(urn, byUrn.get(urn))));
  }
  if (snapshot.resources.length === 0) return head.join('\n');
  const rows = snapshot.resources.slice(0, MAX_ROWS).map((resource) => {
    const seconds =
      resource.duration === undefined ? '' : `${(resource.duration / 1000).toFixed(1)} s`;
    return `| ${SIGNS[resource.status]} ${resource.status} | ${resource.operation} | ${resource.type} | ${resource.name} | ${cell(resource.cloudId)} | ${seconds} | ${cell(resource.lastFailure?.message)} |`;
  });
  const hidden = snapshot.resources.length - rows.length;
  return [
    ...head,
    '',
    '| status | operation | type | name | cloud id | took | failure |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    ...(hidden > 0 ? ['', `… and ${hidden} more`] : []),
  ].join('\n');
}

/** A resource that could not be undone, with what a person needs to remove it. */
function survivorLine(urn: string, resource: ProgressResource | undefined): string {
  const { cloudId, lastFailure } = resource ?? {};
  const id = cloudId === undefined ? '' : `, \`${cloudId}\` in the cloud`;
  const why = lastFailure === undefined ? '' : `: ${lastFailure.message}`;
  return `- \`${urn}\`${id}${why}`;
}

/** A cell of the table. A line break or a bar would end it. */
function cell(text = ''): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
