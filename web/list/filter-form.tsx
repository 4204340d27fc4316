import { useEffect, useRef, useState } from 'preact/hooks';
import { humanize, statusLabel } from '../model/labels.ts';
import { navigate, paths } from '../router.ts';
import { CHOICES, isFiltered, withFilter, type ChoiceName, type TextName } from './filters.ts';

/** The list is requested once the user has not typed for this long. */
const TYPING_PAUSE_MS = 300;

export function FilterForm({ query }: { query: URLSearchParams }) {
  return (
    <form class="filters" role="search" aria-label="Filter operations" onSubmit={preventSubmit}>
      <Choice query={query} name="status" label="Status" />
      <Choice query={query} name="operation" label="Operation" />
      <Choice query={query} name="resourceType" label="Type" />
      <Text query={query} name="resourceId" label="Resource" />
      <Text query={query} name="memberId" label="Member" />
      {isFiltered(query) && (
        <a class="button quiet" href={paths.list()}>
          Clear
        </a>
      )}
    </form>
  );
}

/** Prevents a submit. The form filters while it is edited, so it needs no submit. */
function preventSubmit(event: Event): void {
  event.preventDefault();
}

interface FieldProps<Name> {
  query: URLSearchParams;
  name: Name;
  label: string;
}

function Choice({ query, name, label }: FieldProps<ChoiceName>) {
  const value = query.get(name) ?? '';
  const choices: readonly string[] = CHOICES[name];
  // A URL can name several values, which the select element has no option for.
  const combined = value !== '' && !choices.includes(value);
  const labelOf = name === 'status' ? statusLabel : humanize;
  return (
    <label>
      <span>{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) =>
          navigate(paths.list(withFilter(query, name, currentTarget.value)))
        }
      >
        <option value="">All</option>
        {combined && <option value={value}>{value.split(',').map(labelOf).join(' or ')}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {labelOf(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Text({ query, name, label }: FieldProps<TextName>) {
  const given = query.get(name) ?? '';
  const [text, setText] = useState(given);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(given), [given]);
  useEffect(() => () => clearTimeout(typing.current), []);

  function applyLater(value: string): void {
    setText(value);
    clearTimeout(typing.current);
    typing.current = setTimeout(() => {
      navigate(paths.list(withFilter(query, name, value.trim().toLowerCase())), 'replace');
    }, TYPING_PAUSE_MS);
  }

  return (
    <label>
      <span>{label}</span>
      <input
        type="search"
        placeholder="Any"
        value={text}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        onInput={({ currentTarget }) => applyLater(currentTarget.value)}
      />
    </label>
  );
}
