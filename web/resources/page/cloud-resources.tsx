/** What a resource consists of in its cloud, as a list or as a graph of dependencies. */
import { useState } from 'preact/hooks';
import type { CloudType } from '../../../contract/vocabulary.ts';
import { humanize, nodeLabel, plural } from '../../model/labels.ts';
import { isChanging } from '../../model/resource-state.ts';
import type { LedgerItem, ResourceRecord } from '../../model/types.ts';
import { Age } from '../../parts/age.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { usePolled } from '../../parts/use-polled.ts';
import { readLedger } from '../calls.ts';
import { Graph } from './graph.tsx';

const SHAPES = ['list', 'graph'] as const;
type Shape = (typeof SHAPES)[number];

interface CloudResourcesProps {
  type: CloudType;
  record: ResourceRecord;
  now: number;
}

export function CloudResources({ type, record, now }: CloudResourcesProps) {
  const [shape, setShape] = useState<Shape>('list');
  const { value: items, error } = usePolled(`${type}/${record.id}/${record.uid}/ledger`, {
    read: (signal) => readLedger(type, record.id, signal),
    isBusy: () => isChanging(record),
  });
  const count = items === undefined ? '' : `, ${items.length}`;
  return (
    <section aria-labelledby="cloud">
      <header class="section-head">
        <h2 id="cloud">Cloud resources{count}</h2>
        {items !== undefined && items.length > 0 && (
          <div class="switch" role="group" aria-label="Show the cloud resources as">
            {SHAPES.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={shape === name}
                onClick={() => setShape(name)}
              >
                {humanize(name)}
              </button>
            ))}
          </div>
        )}
      </header>
      {error !== undefined && <Problem error={error} />}
      {items === undefined && error === undefined && <p class="quiet">Loading…</p>}
      {items?.length === 0 && <p class="quiet">Nothing exists in the cloud.</p>}
      {items !== undefined && items.length > 0 && shape === 'list' && (
        <Table items={items} now={now} />
      )}
      {items !== undefined && items.length > 0 && shape === 'graph' && (
        <Graph items={items} label={`${plural(items.length, 'cloud resource')} of ${record.id}`} />
      )}
    </section>
  );
}

function Table({ items, now }: { items: readonly LedgerItem[]; now: number }) {
  return (
    <table class="grid inner">
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">State</th>
          <th scope="col" class="wide">
            Cloud ID
          </th>
          <th scope="col" class="wide">
            Since
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ urn, status, cloudId, since }) => (
          <tr key={urn}>
            <td title={urn}>
              {nodeLabel(urn)}
              {cloudId !== undefined && <code class="sub narrow">{cloudId}</code>}
            </td>
            <td>
              <span class={`ledger ${status}`}>{humanize(status)}</span>
            </td>
            <td class="wide">
              {cloudId !== undefined && (
                <span class="copyable">
                  <code>{cloudId}</code>
                  <CopyButton text={cloudId} label={`Copy ${cloudId}`} />
                </span>
              )}
            </td>
            <td class="wide">
              <Age at={since} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
