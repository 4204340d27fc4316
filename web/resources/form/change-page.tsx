/** The form that changes a resource. It sends only what differs. */
import { useMemo, useState } from 'preact/hooks';
import type { ResourceType } from '../../../contract/vocabulary.ts';
import { fieldsOf } from '../../model/form/fields.ts';
import { mergePatch } from '../../model/form/merge-patch.ts';
import { changeable, fieldsFor } from '../../model/form/request.ts';
import { humanize } from '../../model/labels.ts';
import type { ResourceRecord } from '../../model/types.ts';
import { Problem } from '../../parts/problem.tsx';
import { usePolled } from '../../parts/use-polled.ts';
import { useTitle } from '../../parts/use-title.ts';
import { paths } from '../../router.ts';
import { readResource } from '../calls.ts';
import { RequestForm } from './request-form.tsx';
import { useSchemas } from './use-schemas.ts';

interface PageProps {
  type: ResourceType;
  id: string;
}

export function ChangePage({ type, id }: PageProps) {
  const { value: record, error } = usePolled(`${type}/${id}/record`, {
    read: (signal) => readResource(type, id, signal),
    isBusy: () => false,
  });
  useTitle(`Change ${type} ${id}`);
  return (
    <article>
      <p class="crumb">
        <a href={paths.resource(type, id)}>
          {humanize(type)} {id}
        </a>
      </p>
      <h1>
        Change {type} <strong>{id}</strong>
      </h1>
      {error !== undefined && <Problem error={error} />}
      {record === undefined && error === undefined && <p class="empty">Loading…</p>}
      {record !== undefined && <ChangeForm type={type} record={record} />}
    </article>
  );
}

/** Keeps the spec with which the form began. A patch contains only what the user has changed since. */
function ChangeForm({ type, record }: { type: ResourceType; record: ResourceRecord }) {
  const { schemas, error } = useSchemas();
  const [spec] = useState(record.spec);
  const fields = useMemo(() => {
    const patch = schemas?.[`Update${humanize(type)}Request`];
    const known = schemas?.[`${humanize(type)}Spec`];
    if (schemas === undefined || patch === undefined || known === undefined) return undefined;
    const names = changeable(patch, known);
    const all = fieldsOf(patch, schemas).filter(({ name }) => names.includes(name));
    return fieldsFor(all, record.provider);
  }, [schemas, type, record.provider]);
  if (error !== undefined) return <Problem error={error} />;
  if (fields === undefined) return <p class="empty">Loading…</p>;
  const isField = ([name]: [string, unknown]) => fields.some((field) => field.name === name);
  const before = Object.fromEntries(Object.entries(spec).filter(isField));
  return (
    <RequestForm
      fields={fields}
      initial={before}
      provider={record.provider}
      action={`Change the ${type}`}
      requestOf={(values) => ({ type, id: record.id, body: mergePatch(before, values) })}
    />
  );
}
