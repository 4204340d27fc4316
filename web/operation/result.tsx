/** The outputs of an operation, and the instance types that it found. */
import type { Operation } from '../model/types.ts';
import { humanize } from '../model/labels.ts';

type InstanceType = NonNullable<NonNullable<Operation['result']>['items']>[number];

const MAX_OPEN_LENGTH = 200;

export function Result({ operation }: { operation: Operation }) {
  const { outputs = {}, items = [], kubernetes } = operation.result ?? {};
  const named = Object.entries(outputs);
  if (named.length === 0 && items.length === 0) return null;
  return (
    <section aria-labelledby="result">
      <h2 id="result">Result</h2>
      {named.length > 0 && (
        <dl class="facts outputs">
          {named.map(([name, value]) => (
            <div key={name}>
              <dt>{humanize(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())}</dt>
              <dd>
                <Value value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {kubernetes !== undefined && <p class="note">Nodes and system pods: {kubernetes.message}</p>}
      {items.length > 0 && <InstanceTypes items={items} />}
    </section>
  );
}

/** A long value, such as a certificate, is folded. */
function Value({ value }: { value: string }) {
  if (value.length <= MAX_OPEN_LENGTH) return <code>{value}</code>;
  return (
    <details>
      <summary>{value.length} characters</summary>
      <code>{value}</code>
    </details>
  );
}

function InstanceTypes({ items }: { items: readonly InstanceType[] }) {
  return (
    <div class="scrolled" tabIndex={0} role="region" aria-label="Instance types">
      <table>
        <thead>
          <tr>
            <th scope="col">Instance type</th>
            <th scope="col">vCPUs</th>
            <th scope="col">Memory</th>
            <th scope="col">Architecture</th>
            <th scope="col">Pods</th>
            <th scope="col">Group</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.group ?? ''}/${item.instanceType}`}>
              <th scope="row">{item.instanceType}</th>
              <td>{item.vCpus}</td>
              <td>{Math.round((item.memoryMiB / 1024) * 10) / 10} GiB</td>
              <td>{item.architecture}</td>
              <td>{item.maxPods}</td>
              <td>{item.group}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
