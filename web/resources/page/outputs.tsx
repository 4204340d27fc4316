/** The outputs of a resource, each with a button that copies it. */
import { fieldLabel } from '../../model/labels.ts';
import type { ResourceRecord } from '../../model/types.ts';
import { CopyButton } from '../../parts/copy-button.tsx';

/** A longer value, such as a certificate, is folded. */
const MAX_OPEN_LENGTH = 200;

export function Outputs({ record }: { record: ResourceRecord }) {
  const outputs = Object.entries(record.outputs);
  const withheld = 'withheldOutputs' in record ? namesIn(record.withheldOutputs) : [];
  if (outputs.length === 0 && withheld.length === 0) return null;
  return (
    <section aria-labelledby="outputs">
      <h2 id="outputs">Outputs</h2>
      <dl class="values">
        {outputs.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>{fieldLabel(name)}</dt>
            <dd>
              <Value value={value} />
              <CopyButton text={value} label={`Copy ${name}`} />
            </dd>
          </div>
        ))}
        {withheld.map((name) => (
          <div key={name}>
            <dt title={name}>{fieldLabel(name)}</dt>
            <dd class="quiet">withheld, because it may contain a secret or is too large</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ value }: { value: string }) {
  if (/^https?:\/\/\S+$/.test(value) && !value.includes('.example')) {
    return (
      <a href={value} target="_blank" rel="noopener noreferrer">
        {value}
      </a>
    );
  }
  if (value.length <= MAX_OPEN_LENGTH) return <code>{value}</code>;
  return (
    <details>
      <summary>{value.length} characters</summary>
      <code>{value}</code>
    </details>
  );
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
