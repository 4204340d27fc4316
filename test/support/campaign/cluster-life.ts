/** Takes one cluster through random operations, and checks all invariants after each of them. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { expect } from 'vitest';
import { clusterSchema, type Cluster } from '../../../contract/resources/cluster.ts';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import type { Fault } from '../../../contract/providers/simulation.ts';
import { CLUSTER } from './changes.ts';
import { patchOf, type Step, type Strike } from './random-changes.ts';
import { ofCluster } from '../stack/cloud.ts';
import { eventually } from '../eventually.ts';
import { plannedActions, plannedBy } from '../stack/planned-actions.ts';
import { SETTINGS, type Stack } from '../stack/stack.ts';

const FOLLOW = { timeoutMs: 90_000 };
const HANGING: ReadonlySet<Fault['when']> = new Set(['ready', 'updated']);
/** The longest time for which an activity attempt outlives its terminated operation. */
const HEARTBEAT_MS = Number(SETTINGS['SLIPWAY_HEARTBEAT_TIMEOUT_MS']);

export interface Life {
  /** Performs a step. Skips a step that does not apply to the cluster's present state. */
  take(step: Step): Promise<void>;
  create(spec: object, faults: readonly Fault[], strike?: Strike): Promise<Operation>;
  patch(patch: object, faults: readonly Fault[], strike?: Strike): Promise<Operation>;
  /** Retries a failed operation, at most once for each requested fault. */
  untilSucceeded(first: () => Promise<Operation>): Promise<void>;
  /** Brings the cluster to its requested spec without further faults, unless one of its nodes hangs. */
  repair(): Promise<void>;
  /** Deletes the cluster, and fails when anything is left. */
  end(): Promise<void>;
}

/** @param count is called with the end of each operation */
export function beginLife(stack: Stack, name: string, count: (how: string) => void): Life {
  const path = `/clusters/${name}`;
  /** How many failures the requested faults cause. */
  let asked = 0;
  let last: Operation | undefined;
  /** A node may hang in the cloud for good. Only a deletion helps. */
  let hangs = false;
  /** An operation was terminated, and none has succeeded since. */
  let torn = false;

  async function read(): Promise<Cluster | undefined> {
    const { status, body } = await stack.api.get(path);
    return status === 404 ? undefined : clusterSchema.parse(body);
  }

  const create: Life['create'] = (spec, faults, strike) =>
    operate('POST', '/clusters', { name, ...spec, ...ask(faults) }, strike);
  const patch: Life['patch'] = (changes, faults, strike) =>
    operate('PATCH', path, { ...changes, ...ask(faults) }, strike);
  const retry = (strike?: Strike) =>
    operate('POST', `/operations/${last?.id}/retry`, undefined, strike);
  const remove = (strike?: Strike) => operate('DELETE', path, undefined, strike);

  function ask(faults: readonly Fault[]): { simulation: { faults: readonly Fault[] } } {
    asked += faults.reduce((sum, { times }) => sum + times, 0);
    hangs ||= faults.some(({ when, kind }) => kind === 'hang' && HANGING.has(when));
    return { simulation: { faults } };
  }

  async function operate(
    method: string,
    at: string,
    body?: object,
    strike?: Strike,
  ): Promise<Operation> {
    const preview = await stack.preview(method, at, body);
    const answer = await stack.api.send(method, at, { ...(body && { body }) });
    expect(answer).toMatchObject({ status: 202 });
    const { id } = operationSchema.parse(answer.body);
    const isStruck = strike !== undefined && (await strikeOperation(id, strike));
    last = await stack.finished(id, FOLLOW);
    const { status, error, operation } = last;
    count(`${operation} ${error?.code ?? status}`);
    expectAllowedEnd(last, isStruck ? strike : undefined);
    expect((await plannedBy(await stack.temporalClient(), id)) ?? plannedActions(preview)).toEqual(
      plannedActions(preview),
    );
    if (status === 'succeeded') expect(plannedActions(last)).toEqual(plannedActions(preview));
    if (status === 'succeeded') torn = false;
    if (error?.code === 'operation_terminated') {
      torn = true;
      await waitForAttempts();
    }
    await expectConsistent(last);
    return last;
  }

  /** Resolves to whether the operation reached the moment before its end. */
  async function strikeOperation(id: string, { how, atVersion }: Strike): Promise<boolean> {
    const isHeld = ({ progress: { stage } }: Operation) =>
      how === 'cancel' || (stage !== 'queued' && stage !== 'claiming');
    await stack.follow(id, { ...FOLLOW, until: (it) => it.version >= atVersion && isHeld(it) });
    if (how === 'cancel') {
      const { status } = await stack.api.post(`/operations/${id}/cancel`);
      expect(status).toBeOneOf([202, 409]);
      return status === 202;
    }
    const client = await stack.temporalClient();
    try {
      await client.workflow.getHandle(id).terminate('a test');
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Fails unless the operation ended in one of the ways that its faults and strikes allow. */
  function expectAllowedEnd({ status, error }: Operation, strike: Strike | undefined): void {
    if (asked === 0 && strike === undefined)
      expect({ status, error }).toEqual({ status: 'succeeded' });
    if (status === 'canceled') expect(strike).toMatchObject({ how: 'cancel' });
    if (error === undefined) return;
    if (error.code === 'operation_terminated') {
      expect(strike).toMatchObject({ how: 'terminate' });
      return;
    }
    expect(error).not.toMatchObject({ errorType: 'internal' });
    expect(error.code).not.toBeOneOf(['verification_failed', 'identity_spent', 'not_found']);
  }

  /**
   * Waits until the activity attempts of a terminated operation have ended, because they could still
   * change the cloud.
   */
  async function waitForAttempts(): Promise<void> {
    await eventually(
      async () => {
        const mine = await stack.inspect.resources({ ...ofCluster(name), all: true });
        const paths = new Set(mine.map(({ id }) => id));
        const calls = (await stack.inspect.calls()).filter(
          ({ path: to, tags }) =>
            tags?.['slipway:resource'] === `clusters/${name}` ||
            paths.has(to.split('/').at(-1) ?? ''),
        );
        const latest = Math.max(0, ...calls.map(({ at }) => Date.parse(at)));
        return Date.now() - latest > HEARTBEAT_MS;
      },
      { timeoutMs: 30_000, intervalMs: 200 },
    );
  }

  /** Checks what must hold while no operation runs. */
  async function expectConsistent({ operation, status }: Operation): Promise<void> {
    if (operation === 'create_cluster' && status === 'canceled') {
      // An unclaimed reservation expires.
      await eventually(async () => (await read())?.status !== 'creating');
    }
    const cluster = await read();
    if (status === 'succeeded') {
      expect(cluster?.status).toBe(operation === 'delete_cluster' ? undefined : 'active');
    }
    if (cluster === undefined) await stack.expectCleanCloud(ofCluster(name));
    if (torn) await stack.expectLedgerNamesCloud('cluster', name);
    else await stack.expectCloudEqualsLedger('cluster', name);
    if (cluster?.status === 'active') await expectNodeGroups(cluster);
  }

  async function expectNodeGroups({ spec }: Cluster): Promise<void> {
    const there = (await stack.inspect.resources(ofCluster(name)))
      .filter(({ type }) => type === 'node_group')
      .map(({ name: group, properties, outputs }) => ({
        name: group,
        version: properties['kubernetesVersion'],
        machines: properties['instanceTypes'],
        ready: outputs['readyNodes'],
      }));
    const wanted = spec.nodeGroups.map((group) => ({
      name: group.name,
      version: spec.kubernetesVersion,
      machines: group.instanceTypes,
      ready: String(group.desiredSize),
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(there.toSorted(byName)).toEqual(wanted.toSorted(byName));
  }

  async function untilSucceeded(first: () => Promise<Operation>): Promise<void> {
    let { status } = await first();
    for (let left = asked; status !== 'succeeded' && left > 0; left--) ({ status } = await retry());
    expect(status).toBe('succeeded');
  }

  return {
    create,
    patch,
    untilSucceeded,
    async take(step) {
      const cluster = await read();
      switch (step.does) {
        case 'create':
          if (cluster === undefined) await create(step.spec, step.faults, step.strike);
          return;
        case 'patch':
          if (cluster === undefined) return;
          await patch(patchOf(cluster.spec, step.changes), step.faults, step.strike);
          return;
        case 'delete':
          if (cluster !== undefined) await remove(step.strike);
          return;
        case 'retry':
          if (last?.status === 'failed' || last?.status === 'canceled') await retry(step.strike);
      }
    },
    async repair() {
      const isThere = (await read()) !== undefined;
      const first = await (isThere ? patch({}, []) : create(CLUSTER, []));
      if (hangs && first.status !== 'succeeded') return;
      await untilSucceeded(async () => first);
      expect(plannedActions(await patch({}, []))).toEqual({});
    },
    async end() {
      await untilSucceeded(() => remove());
      expect(await read()).toBeUndefined();
      await stack.expectCleanCloud(ofCluster(name));
    },
  };
}
