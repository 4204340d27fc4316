/** The page of one resource of any kind. */
import { isCloudType, isTerminal, type ResourceType } from '../../../contract/vocabulary.ts';
import { useNow } from '../../clock.ts';
import { canChange } from '../../model/form/request.ts';
import { humanize, kindLabel } from '../../model/labels.ts';
import { reasonText } from '../../model/resource-state.ts';
import type { ListedOperation, ResourceRecord } from '../../model/types.ts';
import { Problem } from '../../parts/problem.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { Age } from '../../parts/age.tsx';
import { ResourceBadge } from '../../parts/resource-badge.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { paths } from '../../router.ts';
import { useScrollRestored } from '../../scroll.ts';
import { CloudResources } from './cloud-resources.tsx';
import { History } from './history.tsx';
import { EXTRAS } from './extras.tsx';
import { Outputs } from './outputs.tsx';
import { Spec } from './spec.tsx';
import { Usage } from './usage.tsx';
import { useResource } from './use-resource.ts';

interface PageProps {
  type: ResourceType;
  id: string;
}

export function ResourcePage({ type, id }: PageProps) {
  const { value, error } = useResource(type, id);
  const now = useNow(true);
  useTitle(`${humanize(type)} ${id}`);
  useScrollRestored(value !== undefined);
  const { record } = value ?? {};
  const running = value?.operations.find(({ status }) => !isTerminal(status));
  return (
    <article>
      <header class="head">
        <div>
          <h1>
            {humanize(type)} <strong>{id}</strong>
          </h1>
          {record !== undefined && <Facts record={record} now={now} />}
        </div>
        {record !== undefined && canChange(type) && (
          <div class="actions">
            <a class="button primary" href={paths.change(type, id)}>
              Change
            </a>
          </div>
        )}
      </header>
      {error !== undefined && <Problem error={error} />}
      {value === undefined && error === undefined && <p class="empty">Loading…</p>}
      {value !== undefined && record === undefined && (
        <p class="notice">This {type} no longer exists. These are its operations.</p>
      )}
      {record?.statusReason !== undefined && (
        <p class="problem">{reasonText(record.statusReason)}</p>
      )}
      {running !== undefined && <Running operation={running} />}
      {record !== undefined && <Parts type={type} record={record} now={now} />}
      {value !== undefined && <History type={type} id={id} state={value} now={now} />}
    </article>
  );
}

function Parts({ type, record, now }: { type: ResourceType; record: ResourceRecord; now: number }) {
  const Extra = EXTRAS[type];
  return (
    <>
      <Outputs record={record} />
      {Extra !== undefined && <Extra record={record} />}
      <Usage type={type} record={record} />
      <Spec spec={record.spec} />
      {isCloudType(type) && <CloudResources type={type} record={record} now={now} />}
    </>
  );
}

function Facts({ record, now }: { record: ResourceRecord; now: number }) {
  const { status, provider, region, createdAt, uid } = record;
  const place = [provider, region].filter((part) => part !== undefined).join(' · ');
  return (
    <ul class="about">
      <li>
        <ResourceBadge status={status} />
      </li>
      {place !== '' && <li>{place}</li>}
      <li>
        created <Age at={createdAt} now={now} />
      </li>
      <li>
        <code class="id">{uid}</code>
      </li>
    </ul>
  );
}

/** The operation that works on the resource. */
function Running({ operation }: { operation: ListedOperation }) {
  const label = kindLabel(operation.operation);
  return (
    <section class="running" aria-labelledby="running">
      <h2 id="running">
        <a href={paths.operation(operation.id)}>{label}</a> is running
      </h2>
      <ProgressBar
        operation={operation}
        label={`Progress of ${label}`}
        undoing={operation.progress.stage === 'rolling_back'}
      />
      <p class="quiet">{operation.progress.message}</p>
    </section>
  );
}
