/** The fields of a form, each by the kind of its schema. */
import type { Field } from '../../model/form/fields.ts';
import { isValues } from '../../model/form/merge-patch.ts';
import { below } from './faults.ts';
import { Fold } from './fold.tsx';
import { MapField } from './map-field.tsx';
import { Labelled } from './labelled.tsx';
import {
  BooleanInput,
  ChoiceInput,
  JsonInput,
  NumberInput,
  TextInput,
  TextsInput,
} from './inputs.tsx';

interface FieldProps {
  field: Field;
  /** The JSON pointer of the field in the request. */
  pointer: string;
  /** Undefined if the field is left out. */
  value: unknown;
  change(value: unknown): void;
}

function FormField({ field, pointer, value, change }: FieldProps) {
  const props = { pointer, value, change };
  switch (field.kind) {
    case 'group':
      return (
        <Fold field={field} pointer={pointer} isSet={value !== undefined}>
          <Fields {...props} fields={field.fields} value={isValues(value) ? value : {}} />
        </Fold>
      );
    case 'list':
      return (
        <Fold field={field} pointer={pointer} isSet={value !== undefined}>
          <ItemList {...props} fields={field.fields} label={field.label} />
        </Fold>
      );
    case 'map':
      return (
        <Fold field={field} pointer={pointer} isSet={value !== undefined || field.isRequired}>
          <MapField {...props} label={field.label} values={field.values} />
        </Fold>
      );
    case 'boolean':
      return <BooleanInput {...props} field={field} />;
    case 'text':
      return (
        <Labelled field={field} pointer={pointer}>
          <TextInput {...props} field={field} />
        </Labelled>
      );
    case 'number':
      return (
        <Labelled field={field} pointer={pointer}>
          <NumberInput {...props} field={field} />
        </Labelled>
      );
    case 'choice':
      return (
        <Labelled field={field} pointer={pointer}>
          <ChoiceInput {...props} field={field} />
        </Labelled>
      );
    case 'texts':
      return (
        <Labelled field={field} pointer={pointer} hint="One on each line.">
          <TextsInput {...props} field={field} />
        </Labelled>
      );
    case 'json':
      return (
        <Labelled field={field} pointer={pointer} hint="As JSON.">
          <JsonInput {...props} field={field} />
        </Labelled>
      );
  }
}

interface FieldsProps {
  fields: readonly Field[];
  pointer: string;
  value: Readonly<Record<string, unknown>>;
  change(value: unknown): void;
}

/** An object without any fields is left out itself. */
export function Fields({ fields, pointer, value, change }: FieldsProps) {
  return (
    <div class="fields">
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          pointer={below(pointer, field.name)}
          value={value[field.name]}
          change={(next) => {
            const { [field.name]: _before, ...rest } = value;
            const all = next === undefined ? rest : { ...value, [field.name]: next };
            change(Object.keys(all).length === 0 ? undefined : all);
          }}
        />
      ))}
    </div>
  );
}

interface ItemListProps {
  label: string;
  fields: readonly Field[];
  pointer: string;
  value: unknown;
  change(value: unknown): void;
}

/** A list of objects, for example node groups. */
function ItemList({ label, fields, pointer, value, change }: ItemListProps) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const replace = (index: number, ...next: unknown[]) => change(items.toSpliced(index, 1, ...next));
  return (
    <div class="item-list">
      {items.map((item, index) => {
        const values = isValues(item) ? item : {};
        const name = `${label}, ${index + 1} of ${items.length}`;
        return (
          <fieldset key={index}>
            <legend>{name}</legend>
            <Fields
              fields={fields}
              pointer={below(pointer, index)}
              value={values}
              change={(next) => replace(index, next ?? {})}
            />
            <button
              type="button"
              class="button"
              aria-label={`Remove ${name}`}
              onClick={() => replace(index)}
            >
              Remove
            </button>
          </fieldset>
        );
      })}
      <button type="button" class="button" onClick={() => change([...items, {}])}>
        Add to {label}
      </button>
    </div>
  );
}
