/** The error of an operation, and the resources that could not be undone. */
import type { Operation } from '../model/types.ts';
import { nodeLabel, plural, humanize } from '../model/labels.ts';
import { formatDuration } from '../model/time.ts';

type OperationError = NonNullable<Operation['error']>;

export function Outcome({ operation }: { operation: Operation }) {
  const { error, status } = operation;
  if (error === undefined) return null;
  const { survivors = [], fieldErrors = {} } = error.details;
  return (
    <section class={`outcome ${status}`} aria-labelledby="outcome">
      <h2 id="outcome">{status === 'canceled' ? 'Canceled' : 'Error'}</h2>
      <p class="cause">{error.message}</p>
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
          <h3>{plural(survivors.length, 'resource')} could not be undone and may still exist</h3>
          <ul>
            {survivors.map((urn) => (
              <li key={urn}>
                {nodeLabel(urn)} <code>{urn}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
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
        <dd>{retryable ? `Yes${delay}` : 'No'}</dd>
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
