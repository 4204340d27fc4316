/**
 * The create, update and delete of a resource around a saga, as the workflows run them, on a fake cloud
 * and without a server. A fault strikes at one node: before the effect of its call, or after it, so that
 * the answer is lost.
 */
import { ActivityFailure, ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import type { Effect } from '../../../contract/problems/failure.ts';
import type { Ledger, LedgerEntry, PlannedNode } from '../../../contract/resources/graph.ts';
import type { ProgressResource } from '../../../contract/operations/operation.ts';
import { createSaga, type Saga } from '../../../workflows/saga/saga.ts';
import type { NodeChange } from '../../../contract/operations/node-progress.ts';
import { FakeCloud, type Wanted } from './fake-cloud.ts';
import { createFakeScopes } from './scopes.ts';

export type Call = 'provision' | 'restore' | 'remove';

export interface Fault {
  call: Call;
  urn: string;
  /** `terminate`: the operation ends without another word. */
  what: 'fail' | 'cancel' | 'repeat' | 'terminate' | 'spent';
  /** `seen`: after the effect, and the failure names what exists. */
  moment: 'before' | 'after' | 'seen';
  /** How often it strikes; without it always. */
  times?: number;
}

export interface World {
  cloud: FakeCloud;
  ledger: Ledger;
}

export interface Outcome extends World {
  end: 'succeeded' | 'failed' | 'canceled' | 'terminated';
  survivors: string[];
  /** Of `retire`: what is still there that should not be. */
  left: string[];
  /** The node that failed first. */
  causedBy: string | undefined;
  /** What a client sees at the end, by URN. */
  shown: Map<string, ProgressResource>;
  /** Calls to the cloud, as `Verb urn#generation`. */
  calls: string[];
}

export function newWorld(): World {
  return { cloud: new FakeCloud(), ledger: {} };
}

interface Running extends Outcome {
  saga: Saga;
  scope: ReturnType<typeof createFakeScopes>;
  terminated: Promise<void>;
  write(entries: readonly LedgerEntry[]): void;
}

function begin(world: World, faults: readonly Fault[]): Running {
  const { cloud } = world;
  const scope = createFakeScopes();
  const shown = new Map<string, ProgressResource>();
  const calls: string[] = [];
  let isDead = false;
  let die = (): void => {};
  const terminated = new Promise<void>((resolve) => {
    die = resolve;
  });
  const left = new Map(faults.map((fault) => [fault, fault.times ?? Infinity]));

  const write = (entries: readonly LedgerEntry[]): void => {
    if (isDead) return;
    for (const entry of entries) world.ledger[entry.urn] = entry;
  };

  /** One activity: its effect, and the fault if it strikes here. */
  async function activity<T>(call: Call, urn: string, effect: () => T): Promise<T> {
    if (scope.isCanceledHere()) throw canceledActivity();
    await tick();
    if (isDead) await never();
    const fault = faults.find((it) => it.call === call && it.urn === urn && left.get(it) !== 0);
    if (fault === undefined) return untilCanceled(effect);
    left.set(fault, (left.get(fault) ?? 0) - 1);
    const result = fault.moment === 'before' ? undefined : effect();
    const known = knownAfter(fault.moment, result);
    switch (fault.what) {
      case 'repeat':
        effect();
        return effect();
      case 'terminate':
        isDead = true;
        die();
        return never();
      case 'cancel':
        scope.cancel();
        if (!scope.isCanceledHere()) return result ?? effect();
        throw canceledActivity(known);
      case 'fail':
        throw failedActivity('create_failed', known);
      case 'spent':
        throw failedActivity('identity_spent', known);
    }
  }

  /** Takes a few turns, so that others run beside it; a cancel comes before the effect. */
  async function untilCanceled<T>(effect: () => T): Promise<T> {
    for (let turn = 0; turn < 3; turn++) {
      await tick();
      if (isDead) await never();
      if (scope.isCanceledHere()) throw canceledActivity({ nothingCreated: true });
    }
    return effect();
  }

  const saga = createSaga({
    operationId: 'operation',
    scopes: scope.scopes,
    tracker: {
      plan: (resources) => {
        for (const resource of resources) shown.set(resource.urn, resource);
      },
      node: (urn, change: NodeChange) => {
        const resource = shown.get(urn);
        if (resource !== undefined) shown.set(urn, { ...resource, ...change });
      },
    },
    provisionNode: (verb, { node }) =>
      activity(verb === 'Restore' ? 'restore' : 'provision', node.urn, () => {
        expectIntended(world.ledger, node);
        calls.push(`${verb} ${node.urn}#${node.generation}`);
        const cloudId = cloud.ensure(node);
        if (cloudId === undefined) {
          throw failedActivity('identity_spent', { nothingCreated: true });
        }
        return { cloudId, outputs: {} };
      }),
    removeNode: (verb, { node, keepGeneration }) =>
      activity('remove', node.urn, () => {
        calls.push(`${verb} ${node.urn}#${node.generation}`);
        cloud.remove(node, keepGeneration);
      }),
    writeLedger: async (_summary, entries) => {
      await tick();
      write(entries);
    },
    listCloudResources: async () => cloud.urns(),
    warn: () => {},
  });
  return {
    ...world,
    end: 'succeeded',
    survivors: [],
    left: [],
    causedBy: undefined,
    shown,
    calls,
    saga,
    scope,
    terminated,
    write,
  };
}

/** Runs the story; rolls back with `undo` unless there is none. */
async function runToEnd(
  running: Running,
  steps: () => Promise<void>,
  undo: (() => Promise<void>) | undefined,
): Promise<Outcome> {
  const { saga, scope, write } = running;
  const story = async (): Promise<void> => {
    try {
      await steps();
    } catch {
      running.end = scope.isCanceledHere() ? 'canceled' : 'failed';
      await scope.scopes.nonCancellable(async () => {
        await undo?.();
        running.survivors = await saga.survivors();
      });
    }
    write(saga.facts());
  };
  const terminated = running.terminated.then(() => {
    running.end = 'terminated';
  });
  await Promise.race([story(), terminated]);
  running.causedBy = saga.firstFailure()?.urn;
  return running;
}

export async function create(
  world: World,
  wanted: readonly Wanted[],
  faults: readonly Fault[] = [],
  { retain = false } = {},
): Promise<Outcome> {
  const running = begin(world, faults);
  const { saga, write } = running;
  const nodes = world.cloud.plan(wanted, world.ledger);
  return runToEnd(
    running,
    async () => {
      saga.planCreation(nodes, { ...world.ledger });
      write(saga.intent());
      await saga.provision();
      running.left = await saga.retire();
      if (running.left.length > 0) throw new Error('not retired');
    },
    retain ? undefined : () => saga.undo(),
  );
}

export async function update(
  world: World,
  wanted: readonly Wanted[],
  faults: readonly Fault[] = [],
): Promise<Outcome> {
  const running = begin(world, faults);
  const { saga, write, scope } = running;
  const nodes = world.cloud.plan(wanted, world.ledger);
  let isPastReturn = false;
  return runToEnd(
    running,
    async () => {
      saga.planChange(nodes, { ...world.ledger });
      write(saga.intent());
      await saga.provision();
      isPastReturn = true;
      running.left = await scope.scopes.nonCancellable(() => saga.retire());
      if (running.left.length > 0) throw new Error('not retired');
    },
    async () => {
      if (!isPastReturn) await saga.undo();
    },
  );
}

export async function remove(world: World, faults: readonly Fault[] = []): Promise<Outcome> {
  const running = begin(world, faults);
  const { saga } = running;
  const nodes = world.cloud.plan([], world.ledger);
  return runToEnd(
    running,
    async () => {
      saga.planDeletion(nodes, { ...world.ledger });
      await saga.remove();
      if (saga.firstFailure() !== undefined) throw new Error('not removed');
    },
    undefined,
  );
}

/** What is certain after a fault: only if the answer was lost, it is open what the call did. */
function knownAfter(moment: Fault['moment'], result: unknown): Effect | undefined {
  switch (moment) {
    case 'before':
      return { nothingCreated: true };
    case 'after':
      return undefined;
    case 'seen': {
      const isRef = typeof result === 'object' && result !== null && 'cloudId' in result;
      return isRef ? { cloudId: String(result.cloudId) } : undefined;
    }
  }
}

/** The ledger knows of a generation before it is requested. */
function expectIntended(ledger: Ledger, node: PlannedNode): void {
  const entry = ledger[node.urn];
  const known = Math.max(entry?.generation ?? 0, entry?.lastUsedGeneration ?? 0);
  if (known < node.generation) {
    throw new Error(`${node.urn}#${node.generation} is requested before it is in the ledger`);
  }
}

function failedActivity(code: string, effect?: Effect): ActivityFailure {
  const details = { code, message: code, errorType: 'provider', retryable: false, effect };
  const cause = ApplicationFailure.create({ type: code, message: code, details: [details] });
  return new ActivityFailure('failed', 'activity', 'id', 'NON_RETRYABLE_FAILURE', 'test', cause);
}

function canceledActivity(effect?: Effect): ActivityFailure {
  const cause = new CancelledFailure('canceled', effect === undefined ? [] : [{ effect }]);
  return new ActivityFailure('canceled', 'activity', 'id', 'CANCEL_REQUESTED', 'test', cause);
}

/** Lets everything else that is ready run first. */
async function tick(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function never(): Promise<never> {
  return new Promise(() => {});
}
