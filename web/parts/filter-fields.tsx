/** The fields of a list's filters. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { statusLabel } from '../model/labels.ts';

/** The list is requested once the user has not typed for this long. */
const TYPING_PAUSE_MS = 300;

interface ChoiceProps {
  label: string;
  /** One of the choices, several with commas between them, or an empty string for all. */
  value: string;
  choices: readonly string[];
  change(value: string): void;
}

export function ChoiceFilter({ label, value, choices, change }: ChoiceProps) {
  // A URL can name several values, which the select element has no option for.
  const combined = value !== '' && !choices.includes(value);
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
        <option value="">All</option>
        {combined && (
          <option value={value}>{value.split(',').map(statusLabel).join(' or ')}</option>
        )}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {statusLabel(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TextProps {
  label: string;
  value: string;
  placeholder?: string;
  change(value: string): void;
}

export function TextFilter({ label, value, placeholder = 'Any', change }: TextProps) {
  const [text, setText] = useState(value);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(typing.current), []);

  function changeLater(next: string): void {
    setText(next);
    clearTimeout(typing.current);
    typing.current = setTimeout(() => change(next.trim().toLowerCase()), TYPING_PAUSE_MS);
  }

  return (
    <label>
      <span>{label}</span>
      <input
        type="search"
        placeholder={placeholder}
        value={text}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        onInput={({ currentTarget }) => changeLater(currentTarget.value)}
      />
    </label>
  );
}

/** Prevents a submit. A form of filters filters while it is edited. */
export function preventSubmit(event: Event): void {
  event.preventDefault();
}
