/**
 * updateCluster: claim -> validate -> plan the difference -> provision -> retire -> verify -> finalize.
 *
 * New and changed nodes come first, and can be undone. The nodes that they replace are removed only when
 * all of them are ready, which is the point of no return.
 */
import type { UpdateClusterInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { PlannedNode } from '../../contract/resources/graph.ts';
import { healthWaitFor } from '../operation/activity-options.ts';
import { OperationFailed, reasonOf, toOperationError } from '../operation/errors.ts';
import { placeCluster } from '../operation/network-placement.ts';
import { ownerOf } from '../operation/owner.ts';
import { retirementError, updateError } from '../operation/rollback-errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { claimOf, withClaim } from '../operation/with-claim.ts';
import { urnsToStay } from '../saga/saga.ts';
import { sagaOf } from '../saga/workflow-saga.ts';

export async function updateCluster(input: UpdateClusterInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => update(context, input));
}

function update(context: OperationContext, input: UpdateClusterInput): Promise<Success> {
  const { subject, name, tracker, activities, timings } = context;
  const { spec, connectionId } = input;
  const saga = sagaOf(context, input);

  return withClaim(context, {
    claim: claimOf('updating', input),

    async steps({ ledger }) {
      tracker.enter('validating', `Checking ${name} with the provider`);
      const resource = await placeCluster(context, input);
      const owner = ownerOf(subject, connectionId);
      const request = { provider: subject.provider, owner, resource };
      await run(activities.validate, `Validate ${name}`, request);

      tracker.enter('planning', `Comparing ${name} with its new spec`);
      const nodes = await run(activities.plan, `Plan ${name}`, { ...request, ledger });
      saga.planChange(nodes, ledger);
      const entries = saga.intent();
      await run(activities.writeLedger, 'Write the plan to the ledger', { subject, entries });

      tracker.enter('provisioning', inWords(nodes));
      await saga.provision();
      return { request, nodes };
    },

    async finish({ request, nodes }) {
      const left = await saga.retire();
      if (left.length > 0) throw new OperationFailed(retirementError(saga.firstFailure(), left));
      tracker.enter('verifying', `Verifying ${nodes.length} resources`);
      const wait = healthWaitFor(timings);
      const verification = { ...request, urns: urnsToStay(nodes), wait };
      const { result, ...made } = await run(activities.verify, `Verify ${name}`, verification);
      const record = { status: 'active' as const, spec, ...made };
      return {
        result,
        message: `${name} is updated; ${changesIn(nodes)}`,
        release: { as: 'changed', entries: saga.facts(), record },
      };
    },

    async undo({ cause, canceled, isPastReturn }) {
      if (isPastReturn || (spec.onFailure === 'retain' && !canceled)) {
        // The created and changed nodes stay, and so does the new spec.
        const error =
          cause instanceof OperationFailed
            ? cause.error
            : (saga.firstFailure()?.error ?? toOperationError(cause));
        if (!saga.touched()) {
          return { error, release: { as: 'unchanged', entries: saga.facts() } };
        }
        const record = { status: 'failed' as const, statusReason: reasonOf(error), spec };
        return { error, release: { as: 'changed', entries: saga.facts(), record } };
      }

      if (saga.touched()) {
        tracker.enter('rolling_back', `Undoing the change of ${name}`);
        await saga.undo();
      }
      const survivors = await saga.survivors();
      const error = updateError({ cause, canceled, first: saga.firstFailure(), survivors });
      if (survivors.length === 0) {
        return { error, release: { as: 'unchanged', entries: saga.facts() } };
      }
      const record = { status: 'failed' as const, statusReason: reasonOf(error) };
      return { error, release: { as: 'changed', entries: saga.facts(), record } };
    },
  });
}

/** Returns a message such as "2 of 37 resources were changed". */
function changesIn(nodes: readonly PlannedNode[]): string {
  const changed = nodes.filter(({ operation }) => operation !== 'same').length;
  return `${changed} of ${nodes.length} resources were changed`;
}

/** Returns a message such as "1 to create, 2 to update, 34 unchanged". */
function inWords(nodes: readonly PlannedNode[]): string {
  const count = (wanted: PlannedNode['operation']) =>
    nodes.filter(({ operation }) => operation === wanted).length;
  const parts = [
    [count('create'), 'to create'],
    [count('update'), 'to update'],
    [count('replace'), 'to replace'],
    [count('delete'), 'to delete'],
    [count('same'), 'unchanged'],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ');
}
