/** Which resources this one uses, and which ones use it. */
import { storedConnection, type ResourceType } from '../../../contract/vocabulary.ts';
import type { ResourceRecord } from '../../model/types.ts';
import { paths } from '../../router.ts';

interface Reference {
  resourceType: ResourceType;
  resourceId: string;
}

export function Usage({ type, record }: { type: ResourceType; record: ResourceRecord }) {
  const uses = usedIn(record);
  const { usedBy = [] } = record;
  if (uses.length === 0 && usedBy.length === 0) return null;
  return (
    <section aria-labelledby="usage">
      <h2 id="usage">Relations</h2>
      <dl class="values">
        {uses.length > 0 && <References title="Uses" references={uses} />}
        {usedBy.length > 0 && <References title="Used by" references={usedBy} />}
      </dl>
      {usedBy.length > 0 && <p class="quiet">This {type} cannot be deleted while others use it.</p>}
    </section>
  );
}

function References({ title, references }: { title: string; references: readonly Reference[] }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <ul class="links">
          {references.map(({ resourceType, resourceId }) => (
            <li key={`${resourceType}/${resourceId}`}>
              <a href={paths.resource(resourceType, resourceId)}>
                {resourceType} {resourceId}
              </a>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

/** A built-in connection has no page. */
function usedIn({ networkId, connectionId }: ResourceRecord): Reference[] {
  const connection = storedConnection(connectionId);
  return [
    ...(networkId === undefined
      ? []
      : [{ resourceType: 'network', resourceId: networkId } as const]),
    ...(connection === undefined
      ? []
      : [{ resourceType: 'connection', resourceId: connection } as const]),
  ];
}
