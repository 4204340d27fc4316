/** The requested settings of a resource, whatever their names are. */
import { fieldLabel } from '../../model/labels.ts';
import { CopyButton } from '../../parts/copy-button.tsx';

export function Spec({ spec }: { spec: object }) {
  return (
    <section aria-labelledby="spec">
      <header class="section-head">
        <h2 id="spec">Spec</h2>
        <CopyButton text={JSON.stringify(spec, null, 2)} label="Copy the spec as JSON" />
      </header>
      <Fields value={spec} />
    </section>
  );
}

/** The fields whose keys are names that the user chose. They are shown as they are. */
const MAPS: ReadonlySet<string> = new Set([
  'addonSettings',
  'credentials',
  'environment',
  'labels',
  'secrets',
  'tags',
  'variables',
]);

function Fields({ value, isMap = false }: { value: object; isMap?: boolean }) {
  return (
    <dl class="values">
      {entriesOf(value).map(([name, field]) => (
        <div key={name}>
          <dt title={name}>{isMap ? name : fieldLabel(name)}</dt>
          <dd>
            <Value value={field} isMap={MAPS.has(name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value, isMap = false }: { value: unknown; isMap?: boolean }) {
  if (Array.isArray(value)) return <List items={value} />;
  if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).length === 0) return <span class="quiet">none</span>;
    return <Fields value={value} isMap={isMap} />;
  }
  if (value === undefined || value === null || value === '') return <span class="quiet">none</span>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  return <code>{textOf(value)}</code>;
}

function List({ items }: { items: readonly unknown[] }) {
  if (items.length === 0) return <span class="quiet">none</span>;
  if (!items.some(isNested)) return <code>{items.map(textOf).join(', ')}</code>;
  return (
    <ol class="items">
      {items.map((item, index) => (
        <li key={index}>
          <Value value={item} />
        </li>
      ))}
    </ol>
  );
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isNested(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.some(isNested) : Object.keys(value).length > 0;
}
