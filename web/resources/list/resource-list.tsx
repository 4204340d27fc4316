/** The list of all resources of one type. */
import { useEffect } from 'preact/hooks';
import { RESOURCE_KINDS, type ResourceType } from '../../../contract/vocabulary.ts';
import { useNow } from '../../clock.ts';
import { collectionLabel, plural } from '../../model/labels.ts';
import { announce } from '../../parts/announcer.tsx';
import { Code } from '../../parts/code.tsx';
import { ChoiceFilter, preventSubmit, TextFilter } from '../../parts/filter-fields.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { navigate, paths } from '../../router.ts';
import { useScrollRestored } from '../../scroll.ts';
import { changed, choicesOf, isFiltered } from './query.ts';
import { ResourceTable } from './resource-table.tsx';
import { useResources } from './use-resources.ts';

interface ListProps {
  type: ResourceType;
  query: URLSearchParams;
}

export function ResourceList({ type, query }: ListProps) {
  const { value, error } = useResources(type, query);
  const now = useNow(true);
  const label = collectionLabel(type);
  const count = value?.items.length;
  const total = value?.total;
  useTitle(label);
  useScrollRestored(value !== undefined);
  useEffect(() => {
    if (total !== undefined) announce(plural(total, type));
  }, [total, type]);
  return (
    <>
      <header class="list-head">
        <h1>
          {label} {total !== undefined && <span class="total">{total}</span>}
        </h1>
        <a class="button primary" href={paths.create(type)}>
          Create a {type}
        </a>
      </header>
      <Filters type={type} query={query} />
      {error !== undefined && <Problem error={error} />}
      {value === undefined && error === undefined && <p class="empty">Loading…</p>}
      {count === 0 && <Empty type={type} query={query} />}
      {value !== undefined && value.items.length > 0 && (
        <ResourceTable type={type} query={query} page={value} now={now} />
      )}
      <nav class="pages" aria-label="Pages">
        {query.has('marker') && <a href={paths.resources(type, changed(query, {}))}>First page</a>}
        {value?.marker !== undefined && (
          <a href={paths.resources(type, changed(query, { marker: value.marker }))}>Next page</a>
        )}
      </nav>
    </>
  );
}

function Filters({ type, query }: ListProps) {
  const show = (name: string, value: string, mode?: 'replace') =>
    navigate(paths.resources(type, changed(query, { [name]: value })), mode);
  return (
    <form
      class="filters"
      role="search"
      aria-label={`Filter ${RESOURCE_KINDS[type].collection}`}
      onSubmit={preventSubmit}
    >
      <TextFilter
        label="Name"
        placeholder="Part of a name"
        value={query.get('name') ?? ''}
        change={(value) => show('name', value, 'replace')}
      />
      {choicesOf(type).map(({ name, ...choice }) => (
        <ChoiceFilter
          key={name}
          {...choice}
          value={query.get(name) ?? ''}
          change={(value) => show(name, value)}
        />
      ))}
      {isFiltered(type, query) && (
        <a class="button quiet" href={paths.resources(type)}>
          Clear
        </a>
      )}
    </form>
  );
}

function Empty({ type, query }: ListProps) {
  const { collection } = RESOURCE_KINDS[type];
  if (isFiltered(type, query)) {
    return <p class="empty">{`No ${collection} match these filters.`}</p>;
  }
  return (
    <div class="empty">
      <p>{`There are no ${collection} yet. To create one with the command line:`}</p>
      <Code text={`slipway ${collection} create --help`} label="Copy the command" />
    </div>
  );
}
