import type { ComponentChildren } from 'preact';
import type { SortField } from '../../../contract/list-order.ts';
import { RESOURCE_KINDS, type ResourceType } from '../../../contract/vocabulary.ts';
import { collectionLabel, humanize, kindLabel } from '../../model/labels.ts';
import { formatAge } from '../../model/time.ts';
import type { ResourceRecord } from '../../model/types.ts';
import { Age } from '../../parts/age.tsx';
import { ResourceBadge } from '../../parts/resource-badge.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { paths } from '../../router.ts';
import { directionOf, sortedBy } from './query.ts';
import type { ResourcesPage } from './use-resources.ts';

interface Row {
  type: ResourceType;
  record: ResourceRecord;
  operations: ResourcesPage['operations'];
  now: number;
}

interface Column {
  title: string;
  cell(row: Row): ComponentChildren;
  /** The list can be sorted by it. */
  sort?: SortField;
  /** Narrow screens do not show the column. */
  wide?: true;
  /** Only for types that have a provider. */
  placed?: true;
}

const COLUMNS: readonly Column[] = [
  {
    title: 'Name',
    sort: 'name',
    cell: ({ type, record }) => (
      <>
        <a class="name" href={paths.resource(type, record.id)}>
          {record.id}
        </a>
        <p class="sub">{subtitle(record)}</p>
      </>
    ),
  },
  {
    title: 'State',
    sort: 'status',
    cell: ({ record: { status, statusReason } }) => (
      <>
        <ResourceBadge status={status} />
        {statusReason !== undefined && <p class="sub">{humanize(statusReason)}</p>}
      </>
    ),
  },
  {
    title: 'Provider',
    sort: 'provider',
    wide: true,
    placed: true,
    cell: ({ record }) => record.provider,
  },
  {
    title: 'Region',
    sort: 'region',
    wide: true,
    placed: true,
    cell: ({ record }) => <span class="place">{record.region}</span>,
  },
  {
    title: 'Created',
    sort: 'createdAt',
    cell: ({ record: { createdAt }, now }) => <Age at={createdAt} now={now} />,
  },
  { title: 'Last operation', wide: true, cell: (row) => <LastOperation {...row} /> },
];

interface TableProps {
  type: ResourceType;
  query: URLSearchParams;
  page: ResourcesPage;
  now: number;
}

export function ResourceTable({ type, query, page, now }: TableProps) {
  const columns = COLUMNS.filter(({ placed }) => !placed || RESOURCE_KINDS[type].hasProvider);
  return (
    <table class="grid">
      <caption class="visually-hidden">{collectionLabel(type)}</caption>
      <thead>
        <tr>
          {columns.map(({ title, wide, sort }) => (
            <th
              key={title}
              scope="col"
              class={wide && 'wide'}
              aria-sort={sort && directionOf(query, sort)}
            >
              {sort === undefined ? (
                title
              ) : (
                <a href={paths.resources(type, sortedBy(query, sort))}>{title}</a>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {page.items.map((record) => (
          <tr key={record.uid}>
            {columns.map(({ title, wide, cell }) => (
              <td key={title} class={wide && 'wide'}>
                {cell({ type, record, operations: page.operations, now })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The free text that the user gave the resource. On narrow screens, its place follows. */
function subtitle({ spec, provider, region }: ResourceRecord): ComponentChildren {
  const displayName = 'displayName' in spec ? String(spec.displayName) : undefined;
  const place = [provider, region].filter((part) => part !== undefined).join(' · ');
  return (
    <>
      {displayName}
      {place !== '' && <span class="narrow">{place}</span>}
    </>
  );
}

function LastOperation({ record: { operationId, updatedAt }, operations, now }: Row) {
  const operation = operations.get(operationId);
  const age = formatAge(now - Date.parse(operation?.createdAt ?? updatedAt));
  if (operation === undefined) return <span class="quiet">{age}</span>;
  return (
    <span class="last">
      <a href={paths.operation(operationId)}>{kindLabel(operation.operation)}</a>
      <StatusBadge status={operation.status} />
      <span class="quiet">{age}</span>
    </span>
  );
}
