/** An input with its label, its description, and what the service refused about it. */
import type { ComponentChildren } from 'preact';
import type { Field } from '../../model/form/fields.ts';
import { MarkedText } from '../../parts/marked-text.tsx';
import { fieldId, useFault } from './faults.ts';

interface LabelledProps {
  field: Field;
  pointer: string;
  hint?: string;
  children: ComponentChildren;
}

export function Labelled({ field, pointer, hint = '', children }: LabelledProps) {
  const fault = useFault(pointer);
  const id = fieldId(pointer);
  const text = [field.description, hint].filter(Boolean).join(' ');
  return (
    <div class={`field ${fault === undefined ? '' : 'faulty'}`}>
      <label for={id}>
        {field.label}
        {field.isRequired && <span class="required"> (required)</span>}
      </label>
      {children}
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {text !== '' && (
        <p class="hint" id={`${id}-hint`}>
          <MarkedText text={text} />
        </p>
      )}
    </div>
  );
}
