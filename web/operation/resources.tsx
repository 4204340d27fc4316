/** The resources of the plan, in the steps in which they can be changed. */
import { isTerminal } from '../../contract/vocabulary.ts';
import { resourceWhy } from '../../client/words/resource-words.ts';
import { groupsOf } from '../model/groups.ts';
import type { Dependencies, Operation, Resource } from '../model/types.ts';
import { nodeLabel, resourceState } from '../model/labels.ts';
import { rowsOf, tookText, type Span } from '../model/spans.ts';
import { survivorsOf, survivorState } from '../model/survivors.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Unchanged } from '../plan/plan.tsx';

const ICONS: Record<Resource['status'], IconName> = {
  pending: 'ring',
  running: 'half',
  succeeded: 'check',
  failed: 'cross',
  unchanged: 'equal',
};

interface ResourcesProps {
  operation: Operation;
  spans: readonly Span[];
  dependencies: Dependencies | undefined;
  /** True if the operation deletes the resource. */
  deletes: boolean;
  /** True while the operation is rolled back, and after. */
  undoing: boolean;
  now: number;
}

export function Resources({
  operation,
  spans,
  dependencies,
  deletes,
  undoing,
  now,
}: ResourcesProps) {
  const { resources: all } = operation.progress;
  if (all.length === 0) return null;
  const survivors = survivorsOf(operation);
  const isFolded = ({ urn, status }: Resource) => status === 'unchanged' && !survivors.has(urn);
  const unchanged = all.filter(isFolded);
  const resources = all.filter((resource) => !isFolded(resource));
  const ended = isTerminal(operation.status);
  // The times of the chart, so that no resource has two durations.
  const took = new Map(rowsOf(spans).map(({ urn, spans: of }) => [urn, tookText(of, now)]));
  return (
    <section aria-labelledby="resources">
      <h2 id="resources">Resources</h2>
      <ol class="groups">
        {groupsOf(resources, dependencies, deletes).map(({ title, resources: members }) => (
          <li key={title}>
            <h3>{title}</h3>
            <ul class="resources">
              {members.map((resource) => (
                <Line
                  key={resource.urn}
                  resource={resource}
                  dependencies={dependencies}
                  state={
                    survivors.has(resource.urn)
                      ? survivorState(operation)
                      : resourceState(resource, ended)
                  }
                  survives={survivors.has(resource.urn)}
                  undoing={undoing}
                  took={took.get(resource.urn) ?? ''}
                />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {unchanged.length > 0 && <Unchanged resources={unchanged} />}
    </section>
  );
}

interface LineProps {
  resource: Resource;
  dependencies: Dependencies | undefined;
  /** In words. */
  state: string;
  /** True if the operation has left the resource behind. */
  survives: boolean;
  undoing: boolean;
  took: string;
}

function Line({ resource, dependencies, state, survives, undoing, took }: LineProps) {
  const { urn } = resource;
  const status = survives ? 'failed' : resource.status;
  const undone = undoing && resource.operation === 'delete' && status === 'succeeded';
  const why = resourceWhy(resource);
  const needed = dependencies?.get(urn) ?? [];
  return (
    <li class={`resource ${status}`}>
      <Icon name={undone ? 'back' : (ICONS[status] ?? 'dot')} />
      <span
        class="what"
        title={resource.cloudId === undefined ? urn : `${urn} (${resource.cloudId})`}
      >
        {nodeLabel(urn)}
      </span>
      <span class="state">{state}</span>
      <span class="took">{took}</span>
      {why !== undefined && <span class="why">{why}</span>}
      {needed.length > 0 && <span class="needs">needs {needed.map(nodeLabel).join(', ')}</span>}
    </li>
  );
}
