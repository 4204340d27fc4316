/** The resources of the plan, in the steps in which they can be changed. */
import { isTerminal } from '../../contract/vocabulary.ts';
import { resourceWhy } from '../../client/resource-words.ts';
import { groupsOf } from '../model/groups.ts';
import type { Dependencies, Operation, Resource } from '../model/types.ts';
import { nodeLabel, resourceState } from '../model/labels.ts';
import { formatDuration } from '../model/time.ts';
import { Icon, type IconName } from '../parts/icon.tsx';

const ICONS: Record<Resource['status'], IconName> = {
  pending: 'ring',
  running: 'half',
  succeeded: 'check',
  failed: 'cross',
  unchanged: 'equal',
};

interface ResourcesProps {
  operation: Operation;
  dependencies: Dependencies | undefined;
  /** True if the operation deletes the resource. */
  deletes: boolean;
  /** True while the operation is rolled back, and after. */
  undoing: boolean;
  now: number;
}

export function Resources({ operation, dependencies, deletes, undoing, now }: ResourcesProps) {
  const resources = operation.progress.resources;
  if (resources.length === 0) return null;
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
                  undoing={undoing}
                  ended={isTerminal(operation.status)}
                  now={now}
                />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface LineProps {
  resource: Resource;
  dependencies: Dependencies | undefined;
  undoing: boolean;
  ended: boolean;
  now: number;
}

function Line({ resource, dependencies, undoing, ended, now }: LineProps) {
  const { urn, status, startedAt, duration } = resource;
  const elapsed = durationOf(startedAt, duration, status === 'running' ? now : undefined);
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
      <span class="state">{resourceState(resource, ended)}</span>
      <span class="took">{elapsed === undefined ? '' : formatDuration(elapsed)}</span>
      {why !== undefined && <span class="why">{why}</span>}
      {needed.length > 0 && <span class="needs">needs {needed.map(nodeLabel).join(', ')}</span>}
    </li>
  );
}

function durationOf(
  startedAt: string | undefined,
  duration: number | undefined,
  now: number | undefined,
): number | undefined {
  if (duration !== undefined || startedAt === undefined || now === undefined) return duration;
  return Math.max(0, now - Date.parse(startedAt));
}
