/** The error of an operation, and the resources that could not be undone. */
import { repeatsFieldErrors } from '../../client/field-errors.ts';
import { resourceWhy } from '../../client/words/resource-words.ts';
import type { Operation, Resource } from '../model/types.ts';
import { nodeLabel, humanize } from '../model/labels.ts';
import { survivorTitle } from '../model/survivors.ts';
import { formatDuration } from '../model/time.ts';

type OperationError = NonNullable<Operation['error']>;

export function Outcome({ operation }: { operation: Operation }) {
  const { error, status } = operation;
  if (error === undefined) return null;
  const { survivors = [], fieldErrors = {} } = error.details;
  const shown = new Map(operation.progress.resources.map((it) => [it.urn, it]));
  return (
    <section class={`outcome ${status}`} aria-labelledby="outcome">
      <h2 id="outcome">{status === 'canceled' ? 'Canceled' : 'Error'}</h2>
      {!repeatsFieldErrors(error) && <p class="cause">{error.message}</p>}
      <ErrorFacts error={error} />
      {Object.entries(fieldErrors).length > 0 && (
        <ul>
          {Object.entries(fieldErrors).map(([field, why]) => (
            <li key={field}>
              <code>{field}</code> {why}
            </li>
          ))}
        </ul>
      )}
      {survivors.length > 0 && (
        <div class="survivors">
          <h3>{survivorTitle(operation)}</h3>
          <ul>
            {survivors.map((urn) => (
              <Survivor key={urn} urn={urn} resource={shown.get(urn)} />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** A resource that is still there: where it is in the cloud, and what keeps it there. */
function Survivor({ urn, resource }: { urn: string; resource: Resource | undefined }) {
  const why = resource && resourceWhy(resource);
  return (
    <li>
      {nodeLabel(urn)} <code>{resource?.cloudId ?? urn}</code>
      {why !== undefined && <p class="why">{why}</p>}
    </li>
  );
}

function ErrorFacts({ error: { code, errorType, details } }: { error: OperationError }) {
  const { retryable, retryAfter, requestId, causedBy } = details;
  const delay = retryAfter === undefined ? '' : `, after ${formatDuration(retryAfter * 1000)}`;
  return (
    <dl class="facts">
      <div>
        <dt>Code</dt>
        <dd>
          <code>{code}</code>
        </dd>
      </div>
      <div>
        <dt>Type</dt>
        <dd>{humanize(errorType)}</dd>
      </div>
      {causedBy !== undefined && (
        <div>
          <dt>Failed first</dt>
          <dd>{nodeLabel(causedBy)}</dd>
        </div>
      )}
      <div>
        <dt>A retry can help</dt>
        <dd>{retryable ? `Yes${delay}` : 'Only once the cause is fixed'}</dd>
      </div>
      {requestId !== undefined && (
        <div>
          <dt>Request id</dt>
          <dd>
            <code>{requestId}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}
