/** The form for a new resource of any kind. */
import { useMemo } from 'preact/hooks';
import type { ResourceType } from '../../../contract/vocabulary.ts';
import { fieldsOf } from '../../model/form/fields.ts';
import { collectionLabel, humanize } from '../../model/labels.ts';
import { Problem } from '../../parts/problem.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { paths } from '../../router.ts';
import { RequestForm } from './request-form.tsx';
import { useSchemas } from './use-schemas.ts';

export function CreatePage({ type }: { type: ResourceType }) {
  const { schemas, error } = useSchemas();
  const title = `Create a ${type}`;
  useTitle(title);
  const fields = useMemo(() => {
    const schema = schemas?.[`Create${humanize(type)}Request`];
    return schema && schemas && fieldsOf(schema, schemas);
  }, [schemas, type]);
  return (
    <article>
      <p class="crumb">
        <a href={paths.resources(type)}>{collectionLabel(type)}</a>
      </p>
      <h1>{title}</h1>
      {error !== undefined && <Problem error={error} />}
      {fields === undefined && error === undefined && <p class="empty">Loading…</p>}
      {fields !== undefined && (
        <RequestForm
          fields={fields}
          initial={{}}
          action={`Create the ${type}`}
          requestOf={(body) => ({ type, body })}
        />
      )}
    </article>
  );
}
