/** The plan of a request that was not carried out. */
import { planText } from '../../../contract/operations/plan-text.ts';
import { Code } from '../../parts/code.tsx';
import { nodeLabel, resourceState } from '../../model/labels.ts';
import { previewCounts } from '../../model/form/preview-counts.ts';
import type { Operation, Resource } from '../../model/types.ts';

export function Preview({ operation }: { operation: Operation }) {
  const { resources } = operation.progress;
  const changes = resources.filter(({ status }) => status !== 'unchanged');
  const unchanged = resources.filter(({ status }) => status === 'unchanged');
  return (
    <section class="plan-preview" aria-labelledby="preview">
      <h2 id="preview">Plan</h2>
      <p>{previewCounts(resources)} Nothing was changed yet.</p>
      {changes.length > 0 && <Lines resources={changes} />}
      {operation.plan !== undefined && (
        <details class="fold">
          <summary>Every attribute</summary>
          <Code text={planText(operation.plan)} label="Copy the plan" />
        </details>
      )}
      {unchanged.length > 0 && (
        <details class="fold">
          <summary>{unchanged.length} unchanged</summary>
          <Lines resources={unchanged} />
        </details>
      )}
    </section>
  );
}

function Lines({ resources }: { resources: readonly Resource[] }) {
  return (
    <ul class="changes">
      {resources.map((resource) => (
        <li key={resource.urn} class={resource.operation} title={resource.urn}>
          <span class="verb">{resourceState(resource)}</span> {nodeLabel(resource.urn)}
        </li>
      ))}
    </ul>
  );
}
