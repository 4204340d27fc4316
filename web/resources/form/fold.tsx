/** A field with fields of its own. It is folded while it is left out, and has no faults. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Field } from '../../model/form/fields.ts';
import { MarkedText } from '../../parts/marked-text.tsx';
import { fieldId, useFault, useFaultsBelow } from './faults.ts';

interface FoldProps {
  field: Field;
  pointer: string;
  isSet: boolean;
  children: ComponentChildren;
}

export function Fold({ field, pointer, isSet, children }: FoldProps) {
  const [isOpen, setOpen] = useState(isSet);
  const { fallback } = field;
  const fault = useFault(pointer);
  const hasFaults = useFaultsBelow(pointer);
  return (
    <details
      class="fold"
      id={fieldId(pointer)}
      open={isOpen || hasFaults}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        {field.label}
        {field.isRequired && <span class="required"> (required)</span>}
      </summary>
      {field.description !== undefined && (
        <p class="hint">
          <MarkedText text={field.description} />
        </p>
      )}
      {!isSet && fallback !== undefined && (
        <p class="hint">
          Without it: <code>{JSON.stringify(fallback)}</code>
        </p>
      )}
      {fault !== undefined && <p class="fault">{fault}</p>}
      {children}
    </details>
  );
}
