import { ChoiceFilter, preventSubmit, TextFilter } from '../parts/filter-fields.tsx';
import { navigate, paths } from '../router.ts';
import { CHOICES, isFiltered, withFilter, type ChoiceName, type TextName } from './filters.ts';

export function FilterForm({ query }: { query: URLSearchParams }) {
  const choice = (name: ChoiceName) => ({
    value: query.get(name) ?? '',
    choices: CHOICES[name],
    change: (value: string) => navigate(paths.list(withFilter(query, name, value))),
  });
  /** A link can have filtered by the whole value instead, under another name. */
  const text = (name: TextName, whole: string = name) => ({
    value: query.get(name) ?? query.get(whole) ?? '',
    change: (value: string) => navigate(paths.list(withFilter(query, name, value)), 'replace'),
  });
  return (
    <form class="filters" role="search" aria-label="Filter operations" onSubmit={preventSubmit}>
      <ChoiceFilter label="Status" {...choice('status')} />
      <ChoiceFilter label="Operation" {...choice('operation')} />
      <ChoiceFilter label="Type" {...choice('resourceType')} />
      <TextFilter
        label="Resource"
        placeholder="Part of a name"
        {...text('resourceName', 'resourceId')}
      />
      <TextFilter label="Member" {...text('memberId')} />
      {isFiltered(query) && (
        <a class="button quiet" href={paths.list()}>
          Clear
        </a>
      )}
    </form>
  );
}
