/** The plan of an operation: deletions and replacements first, the unchanged resources folded. */
import { useState } from 'preact/hooks';
import { ORPHANED_TITLE } from '../../contract/operations/plan-text.ts';
import { nodeLabel } from '../model/labels.ts';
import { changeGroups, changesOf } from '../model/plan.ts';
import type { Operation, OperationPlan, Resource } from '../model/types.ts';
import { Attributes } from './attributes.tsx';
import { Change } from './change.tsx';
import { usePlan } from './use-plan.ts';

/** The plan that waits for a decision. */
export function WaitingPlan({ operation }: { operation: Operation }) {
  const { plan } = usePlan(operation, true);
  return (
    <section class="plan" aria-labelledby="plan">
      <h2 id="plan">Plan</h2>
      <PlanContent plan={plan} resources={operation.progress.resources} />
    </section>
  );
}

/** The plan of an operation that works or has ended, folded. */
export function FoldedPlan({ operation }: { operation: Operation }) {
  const [isOpen, setOpen] = useState(false);
  const { plan, isMissing } = usePlan(operation, isOpen);
  return (
    <section class="plan">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2>Plan</h2>
        </summary>
        {plan !== undefined && <PlanContent plan={plan} resources={[]} />}
        {isMissing && (
          <p class="quiet">The plan of this operation is not stored, or there was none.</p>
        )}
      </details>
    </section>
  );
}

interface PlanContentProps {
  /** Absent until it is read. */
  plan: OperationPlan | undefined;
  /** What the operation shows of the plan. */
  resources: readonly Resource[];
}

function PlanContent({ plan, resources }: PlanContentProps) {
  const groups = changeGroups(changesOf(plan, resources));
  const unchanged = resources.filter(({ operation }) => operation === 'same');
  const { spec = [], outputs = [], orphaned = [], truncated } = plan ?? {};
  return (
    <>
      {groups.map(({ operation, title, changes }) => (
        <div key={operation} class={`changes ${operation}`}>
          <h3>{title}</h3>
          <ul>
            {changes.map((change) => (
              <Change key={change.address} change={change} />
            ))}
          </ul>
        </div>
      ))}
      {groups.length === 0 && <p class="quiet">No resource changes.</p>}
      {spec.length > 0 && (
        <div class="changes">
          <h3>Changes to the spec</h3>
          <Attributes attributes={spec} />
        </div>
      )}
      {outputs.length > 0 && (
        <div class="changes">
          <h3>Changes to outputs</h3>
          <Attributes attributes={outputs} />
        </div>
      )}
      {orphaned.length > 0 && (
        <div class="changes forget">
          <h3>{ORPHANED_TITLE}</h3>
          <ul>
            {orphaned.map((address) => (
              <li key={address}>{address}</li>
            ))}
          </ul>
        </div>
      )}
      {truncated && <p class="quiet">The plan is too large to show all of its attributes.</p>}
      {unchanged.length > 0 && <Unchanged resources={unchanged} />}
    </>
  );
}

/** What does not change, folded. */
export function Unchanged({ resources }: { resources: readonly Resource[] }) {
  return (
    <details class="unchanged">
      <summary>{resources.length} unchanged</summary>
      <ul>
        {resources.map(({ urn }) => (
          <li key={urn}>{nodeLabel(urn)}</li>
        ))}
      </ul>
    </details>
  );
}
