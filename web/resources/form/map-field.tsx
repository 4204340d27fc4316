/** Names that the user chooses, with values. For example tags, or the files of a module. */
import { useState } from 'preact/hooks';
import type { Field } from '../../model/form/fields.ts';
import { isValues } from '../../model/form/merge-patch.ts';
import { below, useFault } from './faults.ts';
import { parsed } from './inputs.tsx';

type Values = Extract<Field, { kind: 'map' }>['values'];
type Entry = readonly [name: string, text: string];

interface MapFieldProps {
  label: string;
  values: Values;
  pointer: string;
  value: unknown;
  change(value: unknown): void;
}

/** Keeps its own entries, because a name that is being typed may be empty, or be used twice. */
export function MapField({ label, values, pointer, value, change }: MapFieldProps) {
  const [entries, setEntries] = useState<readonly Entry[]>(() =>
    Object.entries(isValues(value) ? value : {}).map(([name, entry]) => [
      name,
      typeof entry === 'string' ? entry : JSON.stringify(entry),
    ]),
  );

  function update(next: readonly Entry[]): void {
    setEntries(next);
    const named = next.filter(([name]) => name !== '');
    const valueOf = (text: string) => (values === 'json' ? (parsed(text) ?? '') : text);
    const all = Object.fromEntries(named.map(([name, text]) => [name, valueOf(text)]));
    change(named.length === 0 ? undefined : all);
  }

  return (
    <div class="map">
      {entries.map((entry, index) => (
        <MapEntry
          key={index}
          label={`${label} ${index + 1}`}
          isFile={values === 'file'}
          pointer={below(pointer, entry[0])}
          entry={entry}
          change={(next) => update(entries.with(index, next))}
          remove={() => update(entries.toSpliced(index, 1))}
        />
      ))}
      <button type="button" class="button" onClick={() => update([...entries, ['', '']])}>
        Add to {label}
      </button>
    </div>
  );
}

interface MapEntryProps {
  label: string;
  isFile: boolean;
  pointer: string;
  entry: Entry;
  change(entry: Entry): void;
  remove(): void;
}

function MapEntry({ label, isFile, pointer, entry, change, remove }: MapEntryProps) {
  const [name, text] = entry;
  const fault = useFault(pointer);
  const value = {
    value: text,
    'aria-label': `${label}, value`,
    'aria-invalid': fault !== undefined,
    spellcheck: false,
  };
  return (
    <div class={`entry ${isFile ? 'file' : ''}`}>
      <input
        type="text"
        aria-label={`${label}, name`}
        placeholder={isFile ? 'main.tf' : 'Name'}
        value={name}
        spellcheck={false}
        autocapitalize="none"
        onInput={({ currentTarget }) => change([currentTarget.value, text])}
      />
      {isFile ? (
        <textarea
          {...value}
          rows={Math.max(6, text.split('\n').length)}
          onInput={({ currentTarget }) => change([name, currentTarget.value])}
        />
      ) : (
        <input
          {...value}
          type="text"
          placeholder="Value"
          onInput={({ currentTarget }) => change([name, currentTarget.value])}
        />
      )}
      <button type="button" class="button" aria-label={`Remove ${label}`} onClick={remove}>
        Remove
      </button>
      {fault !== undefined && <p class="fault">{fault}</p>}
    </div>
  );
}
