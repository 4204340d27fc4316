/** The operations on a resource: what, how it ended, who and when. */
import { isTerminal, type ResourceType } from '../../../contract/vocabulary.ts';
import { kindLabel } from '../../model/labels.ts';
import { formatDuration } from '../../model/time.ts';
import type { ListedOperation } from '../../model/types.ts';
import { Age } from '../../parts/age.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { paths } from '../../router.ts';
import type { ResourceState } from './use-resource.ts';

interface HistoryProps {
  type: ResourceType;
  id: string;
  state: ResourceState;
  now: number;
}

export function History({ type, id, state: { operations, hasOlder }, now }: HistoryProps) {
  const all = new URLSearchParams({ resourceType: type, resourceId: id }).toString();
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      {operations.length === 0 ? (
        <p class="quiet">Temporal keeps no operations of this {type} any more.</p>
      ) : (
        <table class="grid inner">
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col">Status</th>
              <th scope="col" class="wide">
                Member
              </th>
              <th scope="col">Started</th>
              <th scope="col" class="wide">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {operations.map((operation) => (
              <Row key={operation.id} operation={operation} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {hasOlder && (
        <p class="more">
          <a href={paths.list(all)}>All operations of this {type}</a>
        </p>
      )}
    </section>
  );
}

function Row({ operation, now }: { operation: ListedOperation; now: number }) {
  const { id, status, createdAt, completedAt, memberId, progress } = operation;
  const from = Date.parse(createdAt);
  const to = completedAt === undefined ? now : Date.parse(completedAt);
  return (
    <tr>
      <td>
        <a href={paths.operation(id)}>{kindLabel(operation.operation)}</a>
        {status !== 'succeeded' && isTerminal(status) && <p class="sub">{progress.message}</p>}
      </td>
      <td>
        <StatusBadge status={status} />
      </td>
      <td class="wide">{memberId}</td>
      <td>
        <Age at={createdAt} now={now} />
      </td>
      <td class="wide">{formatDuration(to - from)}</td>
    </tr>
  );
}
