/**
 * Hosts the control planes of the simulated cloud, with their nodes and add-ons.
 *
 * 1. The journal says what exists and what has begun. The host makes it so, and then writes its end.
 * 2. A resource has at most one piece of work at a time. A deletion interrupts any other.
 * 3. Work that fails is repeated, except a node that cannot be drained, which fails the update.
 * 4. After a restart, everything that the journal has begun continues.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Logger } from '../../../config/logger.ts';
import { kubernetesFault, type KubernetesParts } from '../../../host/kubernetes-parts.ts';
import type { CatalogueRow } from '../cloud/catalogue.ts';
import { notFound } from '../cloud/cloud-error.ts';
import { oidcIssuer } from '../cloud/outputs.ts';
import { effectiveProperties, type StoredResource } from '../cloud/resource.ts';
import type { State } from '../cloud/state.ts';
import { applyAddon, removeAddon } from './addons.ts';
import type { ControlPlane } from './control-plane.ts';
import { DrainFailure, removeNodeGroup, settleNodeGroup } from './node-group.ts';
import { groupOptions } from './placement.ts';
import { afterWork, workOf, type Work } from './work.ts';

const RETRY_MS = 1_000;
const versionSchema = z.object({ kubernetesVersion: z.string() });

export interface KubernetesHost {
  /** Begins or continues the work for a resource. Call it after every change. */
  follow(resource: StoredResource): void;
  /** Returns what the work for a resource waits for, as a sentence without its end; undefined if for nothing. */
  waitsFor(id: string): string | undefined;
  /** Returns an `ExecCredential` for the control plane. */
  credential(id: string): Promise<object>;
  /** Ends all control planes and deletes their state. */
  reset(): Promise<void>;
  /** Stops all programs. Their state stays on disk. */
  close(): Promise<void>;
}

type Outcome = { outputs?: Record<string, string>; failure?: string };
interface Task {
  work: Work;
  signal: AbortSignal;
  /** Receives what the task waits for, which clients see with the state of the resource. */
  waitFor: (what: string) => void;
}
type Act = (resource: StoredResource, task: Task) => Promise<Outcome>;

export function createKubernetesHost(options: {
  parts: KubernetesParts;
  dataDir: string;
  state: State;
  catalogue: readonly CatalogueRow[];
  /** Milliseconds since the epoch. */
  clock: () => number;
  speed: number;
  logger: Logger;
}): KubernetesHost {
  const { parts, state, clock, logger } = options;
  const { resources } = state;
  const root = path.join(options.dataDir, 'simulator', 'kubernetes');
  const planes = new Map<string, Promise<ControlPlane>>();
  const current = new Map<
    string,
    { work: Work | 'open'; abort: AbortController; end: Promise<void> }
  >();
  const waits = new Map<string, string>();
  const closing = new AbortController();
  let checked: Promise<void> | undefined;

  /** Verifies the programs before the first of them is started. */
  const check = () =>
    (checked ??= kubernetesFault(parts).then((fault) => {
      if (fault !== undefined) throw new Error(`${fault}; run npm run kubernetes`);
    }));

  const planeOf = (id: string): Promise<ControlPlane> => {
    const known = planes.get(id);
    if (known !== undefined) return known;
    const opened = check().then(async () => {
      // Loaded only here, because certificates need a large library.
      const { openControlPlane } = await import('./control-plane.ts');
      const report = (message: string) => logger.warn(`${id}: ${message}`);
      return openControlPlane({ parts, folder: path.join(root, id), name: id, clock, report });
    });
    planes.set(id, opened);
    opened.catch(() => planes.delete(id));
    return opened;
  };

  const ownerOf = ({ references }: StoredResource): string => {
    const found = references.find((id) => resources.get(id)?.type === 'control_plane');
    if (found === undefined) throw new Error('the resource refers to no control plane');
    return found;
  };

  const acts: Readonly<Record<string, Act>> = {
    async control_plane(resource, { work, waitFor }) {
      if (work === 'delete') {
        await stopPlane(resource.id);
        rmSync(path.join(root, resource.id), { recursive: true, force: true });
        return {};
      }
      const plane = await planeOf(resource.id);
      // A control plane that only starts again has the version from before an update that failed or hangs.
      const properties =
        work === 'update' ? resource.properties : effectiveProperties(resource, clock());
      const spec = {
        version: versionSchema.parse(properties).kubernetesVersion,
        issuer: oidcIssuer(resource),
        isStuck: resource.hosted?.isStuck ?? false,
      };
      await plane.ready(spec, waitFor);
      return { outputs: plane.outputs };
    },
    async node_group(resource, { work, signal, waitFor }) {
      const { kubectl } = await planeOf(ownerOf(resource));
      const group = { ...groupOptions(resource, work, options), kubectl, signal, waitFor };
      if (work === 'delete') await removeNodeGroup(group);
      else await settleNodeGroup(group);
      return {};
    },
    async addon(resource, { work }) {
      const { kubectl } = await planeOf(ownerOf(resource));
      if (work === 'delete') await removeAddon(kubectl, resource.name);
      else await applyAddon(kubectl, resource.name);
      return {};
    },
  };

  /** Opens a control plane that exists already, so that it runs again after a restart. */
  const open = async (resource: StoredResource, signal: AbortSignal): Promise<void> => {
    await act(resource, { work: 'create', signal });
    logger.info(`the control plane ${resource.id} is up`);
  };

  const step = async (id: string, signal: AbortSignal): Promise<'again' | 'done'> => {
    const resource = resources.get(id);
    if (resource === undefined) return 'done';
    const work = workOf(resource);
    if (work === undefined) {
      const isMissing = resource.type === 'control_plane' && !planes.has(id);
      if (isMissing && resource.deletion === undefined) await open(resource, signal);
      return 'done';
    }
    const outcome = await act(resource, { work, signal });
    const latest = resources.get(id);
    const isSame = latest !== undefined && workOf(latest) === work;
    // A later update has replaced the one that has ended.
    if (!isSame || latest.update?.since !== resource.update?.since) return 'again';
    state.commit({ kind: 'resource', resource: afterWork(latest, work, clock(), outcome) });
    return 'again';
  };

  const act = async (resource: StoredResource, task: Omit<Task, 'waitFor'>): Promise<Outcome> => {
    const waitFor = (what: string) => waits.set(resource.id, what);
    try {
      const outcome = await acts[resource.type]?.(resource, { ...task, waitFor });
      waits.delete(resource.id);
      return outcome ?? {};
    } catch (error) {
      if (error instanceof DrainFailure) return { failure: error.message };
      throw error;
    }
  };

  const run = async (id: string, signal: AbortSignal): Promise<void> => {
    for (;;) {
      try {
        if ((await step(id, signal)) === 'done') return;
      } catch (error) {
        if (signal.aborted || closing.signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn(`${id}: ${reason}; trying again`);
        waits.set(id, reason);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
      }
    }
  };

  const follow = (resource: StoredResource): void => {
    const { id, hosted } = resource;
    if (hosted === undefined || closing.signal.aborted) return;
    const work = workOf(resource) ?? 'open';
    const before = current.get(id);
    if (before !== undefined && (before.work === work || work !== 'delete')) return;
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, closing.signal]);
    before?.abort.abort();
    // A control plane that does not get ready is stopped, so that its work ends.
    const interrupted = before === undefined ? undefined : stopPlane(id);
    const begun = Promise.all([before?.end, interrupted]).then(() => run(id, signal));
    const end = begun.finally(() => {
      if (current.get(id)?.abort !== abort) return;
      current.delete(id);
      waits.delete(id);
      const latest = resources.get(id);
      // A change that came in the last moment.
      if (latest !== undefined && workOf(latest) !== undefined) follow(latest);
    });
    current.set(id, { work, abort, end });
  };

  const stopPlane = async (id: string): Promise<void> => {
    const plane = planes.get(id);
    planes.delete(id);
    await (await plane?.catch(() => undefined))?.stop();
  };

  const stopAll = async (): Promise<void> => {
    for (const { abort } of current.values()) abort.abort();
    await Promise.all([...planes.keys()].map(stopPlane));
    await Promise.all([...current.values()].map(({ end }) => end));
  };

  for (const resource of resources.find({ tags: {} })) follow(resource);

  return {
    follow,
    waitsFor: (id) => waits.get(id),
    async credential(id) {
      const plane = planes.get(id);
      if (plane === undefined) throw notFound(id);
      return (await plane).credential();
    },
    async reset() {
      await stopAll();
      rmSync(root, { recursive: true, force: true });
    },
    async close() {
      closing.abort();
      await stopAll();
    },
  };
}
