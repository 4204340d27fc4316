import { useState } from 'preact/hooks';
import { resolved, schemaName, typeWords, type OpenApi, type Schema } from './openapi.ts';
import { Text } from './text.tsx';

interface SchemaViewProps {
  document: OpenApi;
  schema: Schema;
}

/** The fields of a value. Those of inner values are shown on request, because some schemas contain themselves. */
export function SchemaView({ document, schema: reference }: SchemaViewProps) {
  const schema = resolved(document, reference);
  const { properties = {}, required = [], items, anyOf, additionalProperties } = schema;
  const fields = Object.entries(properties);
  return (
    <>
      {fields.length > 0 && (
        <ul class="fields">
          {fields.map(([name, field]) => (
            <li key={name}>
              <code>{name}</code>{' '}
              <span class="type">
                {typeWords(field)}
                {required.includes(name) ? ', required' : ''}
              </span>
              <Text text={field.description} />
              <Inner document={document} schema={field} name={name} />
            </li>
          ))}
        </ul>
      )}
      {items !== undefined && <SchemaView document={document} schema={items} />}
      {typeof additionalProperties === 'object' && (
        <p class="type">values: {typeWords(additionalProperties)}</p>
      )}
      {anyOf !== undefined && (
        <ul class="fields">
          {anyOf.map((one) => (
            <li key={JSON.stringify(one)}>
              <span class="type">{typeWords(one)}</span>
              <Inner document={document} schema={one} name={schemaName(one) ?? 'the object'} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Inner({ document, schema, name }: SchemaViewProps & { name: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!hasFields(document, schema)) return null;
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Fields of {name}</summary>
      {isOpen && <SchemaView document={document} schema={schema} />}
    </details>
  );
}

function hasFields(document: OpenApi, schema: Schema): boolean {
  const { properties, items, anyOf } = resolved(document, schema);
  return (
    properties !== undefined ||
    anyOf !== undefined ||
    (items !== undefined && resolved(document, items).properties !== undefined)
  );
}
