/**
 * updateCluster: claim -> validate -> plan the difference -> provision -> retire -> verify -> finalize.
 *
 * What is made or changed is done first and can be undone; only when all of it holds is anything taken
 * away that was there before. From that point on there is no way but forward.
 */
import { CancellationScope, CancelledFailure } from '@temporalio/workflow';
import type { UpdateClusterInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { PlannedNode } from '../../contract/resources/graph.ts';
import type { OperationError, OperationResult } from '../../contract/operations/operation.ts';
import { clusterOn } from '../operation/network-placement.ts';
import {
  reasonOf,
  toOperationError,
  unretiredError,
  unrestoredError,
} from '../operation/errors.ts';
import {
  OperationFailed,
  ownerOf,
  runOperation,
  sagaOf,
  type OperationContext,
} from '../operation/run.ts';
import { urnsToStay, type Saga } from '../saga/saga.ts';

export async function updateCluster(input: UpdateClusterInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => update(context, input));
}

/** How far an update has come when it fails. */
interface Standing {
  claimed: boolean;
  /** The change itself is made; what it replaces is being taken away. */
  changed: boolean;
}

async function update(
  context: OperationContext,
  input: UpdateClusterInput,
): Promise<{ result: OperationResult; message: string }> {
  const { subject, tracker, activities } = context;
  const { connectionId, unchangedSince } = input;
  const saga = sagaOf(context, input);
  const name = `cluster ${subject.resourceId}`;
  const standing: Standing = { claimed: false, changed: false };
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    const { ledger } = await activities.claim.executeWithOptions({ summary: `Claim ${name}` }, [
      { subject, status: 'updating', ...(unchangedSince !== undefined && { unchangedSince }) },
    ]);
    standing.claimed = true;

    tracker.enter('validating', `Checking ${name} with the provider`);
    const resource = await clusterOn(context, input);
    const question = {
      provider: subject.provider,
      owner: ownerOf(subject, connectionId),
      resource,
    };
    await activities.validate.executeWithOptions({ summary: `Validate ${name}` }, [question]);

    tracker.enter('planning', `Comparing ${name} with what is wanted`);
    const nodes = await activities.plan.executeWithOptions({ summary: `Plan ${name}` }, [
      { ...question, ledger },
    ]);
    saga.toChange(nodes, ledger);
    await activities.writeLedger.executeWithOptions({ summary: 'Write the plan into the ledger' }, [
      { subject, entries: saga.intent() },
    ]);

    tracker.enter('provisioning', inWords(nodes));
    await saga.provision();
    // What was in flight may have ended well, and the rest was never begun.
    if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('canceled');

    return await CancellationScope.nonCancellable(async () => {
      standing.changed = true;
      const left = await saga.retire();
      if (left.length > 0) throw new OperationFailed(unretiredError(saga.firstFailure(), left));
      tracker.enter('verifying', `Verifying ${nodes.length} resources`);
      const made = await activities.verify.executeWithOptions({ summary: `Verify ${name}` }, [
        { ...question, urns: urnsToStay(nodes) },
      ]);
      tracker.enter('finalizing', `Releasing ${name}`);
      const { result, ...record } = made;
      await activities.release.executeWithOptions({ summary: `Release ${name} as active` }, [
        {
          subject,
          entries: saga.facts(),
          record: { status: 'active', spec: input.spec, ...record },
        },
      ]);
      return { result, message: `${name} is as wanted; ${changesIn(nodes)}` };
    });
  } catch (cause) {
    const canceled = CancellationScope.current().consideredCancelled;
    return await CancellationScope.nonCancellable(() =>
      giveUp(context, input, { cause, canceled, saga, standing, name }),
    );
  }
}

/** Brings back what was there before, or keeps what was done; ends the operation with its error. */
async function giveUp(
  context: OperationContext,
  { spec }: UpdateClusterInput,
  failed: { cause: unknown; canceled: boolean; saga: Saga; standing: Standing; name: string },
): Promise<never> {
  const { subject, tracker, activities } = context;
  const { cause, saga, standing, name } = failed;
  // After the change itself a cancel comes too late.
  const canceled = failed.canceled && !standing.changed;
  if (canceled) tracker.canceling();
  const forward = standing.changed || (spec.onFailure === 'retain' && !canceled);
  let error: OperationError;
  let isBack = false;
  if (forward) {
    error = cause instanceof OperationFailed ? cause.error : firstErrorOf(saga, cause);
  } else {
    if (saga.touched()) {
      tracker.enter('rolling_back', `Undoing the change of ${name}`);
      await saga.undo();
    }
    const survivors = await saga.survivors();
    isBack = survivors.length === 0;
    error = unrestoredError({ cause, canceled, first: saga.firstFailure(), survivors });
  }
  tracker.enter('finalizing', `Releasing ${name}`);
  // A claim that was canceled on its way may have been granted; releasing what is not held does nothing.
  if (standing.claimed || failed.canceled) {
    await activities.release.executeWithOptions({ summary: `Release ${name}` }, [
      {
        subject,
        entries: saga.facts(),
        ...(isBack || !saga.touched()
          ? { unchanged: true as const }
          : {
              record: {
                status: 'failed' as const,
                statusReason: reasonOf(error),
                ...(forward && { spec }),
              },
            }),
      },
    ]);
  }
  throw new OperationFailed(error);
}

function firstErrorOf(saga: Saga, cause: unknown): OperationError {
  return saga.firstFailure()?.error ?? toOperationError(cause);
}

/** For example "2 of 37 resources were changed". */
function changesIn(nodes: readonly PlannedNode[]): string {
  const changed = nodes.filter(({ operation }) => operation !== 'same').length;
  return `${changed} of ${nodes.length} resources were changed`;
}

/** For example "1 to create, 2 to update, 34 unchanged". */
function inWords(nodes: readonly PlannedNode[]): string {
  const count = (...operations: PlannedNode['operation'][]) =>
    nodes.filter(({ operation }) => operations.includes(operation)).length;
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
