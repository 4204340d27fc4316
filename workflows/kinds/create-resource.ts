/**
 * createCluster and createNetwork:
 * claim -> validate -> plan -> provision -> verify -> finalize; on failure or cancel roll back first.
 */
import { CancellationScope } from '@temporalio/workflow';
import type {
  CreateClusterInput,
  CreateNetworkInput,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { ResourceSpec } from '../../contract/resources/graph.ts';
import type { OperationResult } from '../../contract/operations/operation.ts';
import type { OnFailure } from '../../contract/vocabulary.ts';
import { clusterOn } from '../operation/network-placement.ts';
import { leaveConnection, useConnection } from '../operation/connection-use.ts';
import {
  OperationFailed,
  ownerOf,
  runOperation,
  sagaOf,
  type OperationContext,
} from '../operation/run.ts';
import { reasonOf, undoneError, unretiredError } from '../operation/errors.ts';
import { urnsToStay, type Saga } from '../saga/saga.ts';

export async function createNetwork(input: CreateNetworkInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) =>
    create(context, input, {
      onFailure: input.spec.onFailure,
      prepare: async () => ({ resourceType: 'network', spec: input.spec }),
      undoPrepare: async () => {},
    }),
  );
}

export async function createCluster(input: CreateClusterInput): Promise<OperationSnapshot> {
  const { networkId, spec } = input;
  return runOperation(input, (context) =>
    create(context, input, {
      onFailure: spec.onFailure,
      prepare: () => clusterOn(context, input),
      async undoPrepare() {
        if (networkId === undefined) return;
        await context.activities.detachNetwork.executeWithOptions(
          { summary: `Detach from network ${networkId}` },
          [{ subject: context.subject, networkId }],
        );
      },
    }),
  );
}

/** How far a creation has come when it fails. */
interface Standing {
  /** An earlier operation has left something of it. */
  isLeft: boolean;
  prepared: boolean;
}

interface Kind {
  onFailure: OnFailure;
  /** What has to be there before the plan; its undo runs whether or not it was done. */
  prepare(): Promise<ResourceSpec>;
  undoPrepare(): Promise<void>;
}

async function create(
  context: OperationContext,
  input: CreateClusterInput | CreateNetworkInput,
  kind: Kind,
): Promise<{ result: OperationResult; message: string }> {
  const { subject, tracker, activities } = context;
  const owner = ownerOf(subject, input.connectionId);
  const saga = sagaOf(context, input);
  const name = `${subject.resourceType} ${subject.resourceId}`;
  const standing: Standing = { isLeft: false, prepared: false };
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    const { ledger } = await activities.claim.executeWithOptions({ summary: `Claim ${name}` }, [
      { subject, status: 'creating' },
    ]);
    standing.isLeft = Object.values(ledger).some(({ status }) => status !== 'gone');

    tracker.enter('validating', `Checking ${name} with the provider`);
    standing.prepared = true;
    await useConnection(context, input.connectionId);
    const resource = await kind.prepare();
    const question = { provider: subject.provider, owner, resource };
    await activities.validate.executeWithOptions({ summary: `Validate ${name}` }, [question]);

    tracker.enter('planning', `Planning the resources of ${name}`);
    const nodes = await activities.plan.executeWithOptions({ summary: `Plan ${name}` }, [
      { ...question, ledger },
    ]);
    saga.toMake(nodes, ledger);
    await activities.writeLedger.executeWithOptions({ summary: 'Write the plan into the ledger' }, [
      { subject, entries: saga.intent() },
    ]);

    tracker.enter('provisioning', `Creating ${nodes.length} resources`);
    await saga.provision();
    const left = await saga.retire();
    if (left.length > 0) throw new OperationFailed(unretiredError(saga.firstFailure(), left));

    tracker.enter('verifying', `Verifying ${nodes.length} resources`);
    const made = await activities.verify.executeWithOptions({ summary: `Verify ${name}` }, [
      { ...question, urns: urnsToStay(nodes) },
    ]);

    // From here on a cancel comes too late: the resource is whole.
    return await CancellationScope.nonCancellable(async () => {
      tracker.enter('finalizing', `Releasing ${name}`);
      const { result, ...record } = made;
      await activities.release.executeWithOptions({ summary: `Release ${name} as active` }, [
        { subject, entries: saga.facts(), record: { status: 'active', ...record } },
      ]);
      return { result, message: `${name} is active` };
    });
  } catch (cause) {
    const canceled = CancellationScope.current().consideredCancelled;
    return await CancellationScope.nonCancellable(() =>
      compensate(context, { cause, canceled, saga, kind, standing, name, ...viaOf(input) }),
    );
  }
}

function viaOf({ connectionId }: { connectionId?: string }): { connectionId?: string } {
  return connectionId === undefined ? {} : { connectionId };
}

/** Undoes what was made, or retains it; releases the resource; ends the operation with its error. */
async function compensate(
  context: OperationContext,
  failed: {
    cause: unknown;
    canceled: boolean;
    saga: Saga;
    kind: Kind;
    standing: Standing;
    name: string;
    connectionId?: string;
  },
): Promise<never> {
  const { subject, tracker, activities } = context;
  const { cause, canceled, saga, kind, standing, name } = failed;
  if (canceled) tracker.canceling();
  if (standing.isLeft && !saga.touched()) return giveBack(context, failed);
  const retain = kind.onFailure === 'retain' && !canceled;
  if (!retain) {
    tracker.enter('rolling_back', `Undoing what was made of ${name}`);
    await saga.undo();
  }
  const survivors = await saga.survivors();
  const error = undoneError({
    cause,
    canceled,
    first: saga.firstFailure(),
    survivors: retain ? [] : survivors,
  });
  tracker.enter('finalizing', `Releasing ${name}`);
  // With survivors the resource stays, so its attachment does too.
  // A retry whose claim was canceled on its way may be one of a resource that is there, attached.
  const mayUndo = standing.prepared || subject.retryOf === undefined;
  if (survivors.length === 0 && mayUndo) {
    await kind.undoPrepare();
    await leaveConnection(context, failed.connectionId);
  }
  await activities.release.executeWithOptions({ summary: `Release ${name}` }, [
    {
      subject,
      entries: saga.facts(),
      ...(survivors.length > 0 && {
        record: { status: 'failed' as const, statusReason: reasonOf(error) },
      }),
    },
  ]);
  throw new OperationFailed(error);
}

/** Nothing was begun: what an earlier operation has left stays as it is, for the next one. */
async function giveBack(
  { subject, tracker, activities }: OperationContext,
  { cause, canceled, saga, name }: { cause: unknown; canceled: boolean; saga: Saga; name: string },
): Promise<never> {
  tracker.enter('finalizing', `Releasing ${name}`);
  await activities.release.executeWithOptions({ summary: `Release ${name} as it was` }, [
    { subject, entries: [], unchanged: true },
  ]);
  throw new OperationFailed(
    undoneError({ cause, canceled, first: saga.firstFailure(), survivors: [] }),
  );
}
