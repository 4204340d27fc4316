/** The inputs of single values. */
import { useState } from 'preact/hooks';
import type { Field } from '../../model/form/fields.ts';
import { MarkedText } from '../../parts/marked-text.tsx';
import { fieldId, useFault } from './faults.ts';

interface InputProps<Kind extends Field['kind']> {
  field: Extract<Field, { kind: Kind }>;
  pointer: string;
  value: unknown;
  change(value: unknown): void;
}

/** What every input says about itself to assistive technology. */
function useDescribed({ description, kind, isRequired }: Field, pointer: string) {
  const id = fieldId(pointer);
  const isFaulty = useFault(pointer) !== undefined;
  const hasHint = description !== undefined || kind === 'texts' || kind === 'json';
  const described = [isFaulty && `${id}-fault`, hasHint && `${id}-hint`].filter(Boolean).join(' ');
  return {
    id,
    'aria-invalid': isFaulty,
    'aria-required': isRequired,
    ...(described !== '' && { 'aria-describedby': described }),
  };
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function TextInput({ field, pointer, value, change }: InputProps<'text'>) {
  return (
    <input
      {...useDescribed(field, pointer)}
      type="text"
      value={textOf(value)}
      placeholder={textOf(field.fallback)}
      spellcheck={false}
      autocomplete="off"
      autocapitalize="none"
      onInput={({ currentTarget }) => change(currentTarget.value || undefined)}
    />
  );
}

/** The service refuses what is no number, and says where. */
export function NumberInput({ field, pointer, value, change }: InputProps<'number'>) {
  return (
    <input
      {...useDescribed(field, pointer)}
      type="number"
      value={textOf(value)}
      placeholder={textOf(field.fallback)}
      min={field.min}
      max={field.max}
      onInput={({ currentTarget: { value: text } }) =>
        change(text === '' ? undefined : Number(text))
      }
    />
  );
}

export function ChoiceInput({ field, pointer, value, change }: InputProps<'choice'>) {
  const { choices, fallback, isRequired } = field;
  const none = fallback === undefined ? 'Default' : `Default: ${textOf(fallback)}`;
  return (
    <select
      {...useDescribed(field, pointer)}
      value={textOf(value)}
      onChange={({ currentTarget }) =>
        change(choices.find((choice) => String(choice) === currentTarget.value))
      }
    >
      <option value="">{isRequired ? 'Choose one' : none}</option>
      {choices.map((choice) => (
        <option key={choice} value={String(choice)}>
          {choice}
        </option>
      ))}
    </select>
  );
}

export function BooleanInput({ field, pointer, value, change }: InputProps<'boolean'>) {
  const id = fieldId(pointer);
  const fault = useFault(pointer);
  const hint = field.description ?? '';
  return (
    <div class={`field check ${fault === undefined ? '' : 'faulty'}`}>
      <label for={id}>
        <input
          {...useDescribed(field, pointer)}
          type="checkbox"
          checked={(value ?? field.fallback) === true}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        {field.label}
      </label>
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {hint !== '' && (
        <p class="hint" id={`${id}-hint`}>
          <MarkedText text={hint} />
        </p>
      )}
    </div>
  );
}

/** An empty text leaves the field out. A line that is being typed may be empty. */
export function TextsInput({ field, pointer, value, change }: InputProps<'texts'>) {
  const lines = Array.isArray(value) ? value.map(textOf) : [];
  const fallback = Array.isArray(field.fallback) ? field.fallback.map(textOf) : [];
  const [text, setText] = useState(lines.join('\n'));
  return (
    <textarea
      {...useDescribed(field, pointer)}
      rows={Math.max(2, text.split('\n').length)}
      value={text}
      placeholder={fallback.join('\n')}
      spellcheck={false}
      onInput={({ currentTarget }) => {
        setText(currentTarget.value);
        const given = currentTarget.value.split('\n').map((line) => line.trim());
        const texts = given.filter((line) => line !== '');
        change(texts.length === 0 ? undefined : texts);
      }}
    />
  );
}

/** What is not JSON is sent as text, which the service refuses with a reason. */
export function JsonInput({ field, pointer, value, change }: InputProps<'json'>) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  return (
    <textarea
      {...useDescribed(field, pointer)}
      rows={Math.max(2, text.split('\n').length)}
      value={text}
      spellcheck={false}
      onInput={({ currentTarget }) => {
        setText(currentTarget.value);
        change(parsed(currentTarget.value));
      }}
    />
  );
}

/** Returns the value of a JSON text, or else the text itself. */
export function parsed(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
