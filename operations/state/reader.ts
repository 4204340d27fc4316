/** Reads the stored states of deployments. Needs no worker. */
import type { Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type {
  OutputValue,
  StateDiff,
  StateDiffQuery,
  StateVersion,
} from '../../contract/resources/state.ts';
import { pinnedBackend } from '../../deployments/state/pinned-backend.ts';
import { diffStates } from '../../deployments/state/state-diff.ts';
import { readStateContent, type StateContent } from '../../deployments/state/state-file.ts';
import {
  listVersions,
  loadVersion,
  type StoredVersion,
} from '../../deployments/state/state-versions.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys, type DeploymentKeys } from '../../deployments/storage/keys.ts';
import { getEntity } from '../entities/find.ts';
import type { Principal } from '../temporal/calls.ts';
import type { StateAccess } from './access.ts';

/** All throw `not_found`, and `state_elsewhere` if the module's own backend has the state. */
export interface StateReader {
  /** All versions, newest first. */
  stateVersions(principal: Principal, id: string): Promise<StateVersion[]>;
  stateVersion(principal: Principal, id: string, version: number): Promise<StateVersion>;
  /** The bytes that the engine has written. Throws `state_read_refused`. */
  stateContent(principal: Principal, id: string, version: number): Promise<Buffer>;
  /**
   * What changes from one version to another: by default, from the one before `to` to the current one. Throws
   * `state_encrypted`.
   */
  stateDiff(principal: Principal, id: string, query: StateDiffQuery): Promise<StateDiff>;
  /** An output of the current state, with exact numbers. Throws `state_read_refused` and `state_encrypted`. */
  outputValue(principal: Principal, id: string, name: string): Promise<OutputValue>;
}

export function createStateReader(deps: {
  client: Client;
  blobs: BlobStore;
  access: StateAccess;
}): StateReader {
  const { client, blobs, access } = deps;

  async function keysOf(principal: Principal, id: string): Promise<DeploymentKeys> {
    const { record } = (await getEntity(client, principal, 'deployment', id)).memo;
    const keys = deploymentKeys(record.organizationId, record.uid);
    const backend = await pinnedBackend(blobs, keys);
    if (backend !== undefined) throw stateElsewhere(id, backend.type);
    return keys;
  }

  async function load(keys: DeploymentKeys, id: string, number: number) {
    const found = await loadVersion(blobs, keys, number);
    if (found === undefined) throw versionNotFound(id, number);
    return found;
  }

  /** Throws `state_encrypted`. */
  async function read(keys: DeploymentKeys, id: string, number: number): Promise<StateContent> {
    // Before the first version there is nothing.
    if (number === 0) return { objects: new Map(), outputs: new Map() };
    const { version, content } = await load(keys, id, number);
    if (version.summary.encrypted) throw stateEncrypted(number);
    return readStateContent(content);
  }

  return {
    async stateVersions(principal, id) {
      return (await listVersions(blobs, await keysOf(principal, id))).map(shownVersion);
    },

    async stateVersion(principal, id, number) {
      const versions = await listVersions(blobs, await keysOf(principal, id));
      const version = versions.find((one) => one.number === number);
      if (version === undefined) throw versionNotFound(id, number);
      return shownVersion(version);
    },

    async stateContent(principal, id, number) {
      access.requireRead(principal);
      return (await load(await keysOf(principal, id), id, number)).content;
    },

    async stateDiff(principal, id, query) {
      const keys = await keysOf(principal, id);
      const [current] = await listVersions(blobs, keys);
      if (current === undefined) throw versionNotFound(id, query.to ?? 1);
      const to = query.to ?? current.number;
      const from = query.from ?? to - 1;
      const showValues = access.mayRead(principal);
      const [before, after] = [await read(keys, id, from), await read(keys, id, to)];
      const changes = diffStates(before, after, { showValues });
      return { from, to, ...changes, ...(!showValues && { valuesHidden: true }) };
    },

    async outputValue(principal, id, name) {
      access.requireRead(principal);
      const keys = await keysOf(principal, id);
      const [current] = await listVersions(blobs, keys);
      const { outputs } = await read(keys, id, current?.number ?? 0);
      const output = outputs.get(name);
      if (output !== undefined) return { name, ...output };
      throw new RequestError(
        'not_found',
        `Deployment ${id} has no output of this name. GET /deployments/${id}/outputs has the names.`,
      );
    },
  };
}

function shownVersion(stored: StoredVersion): StateVersion {
  const { number, isCurrent, summary, writer, replacedAt } = stored;
  const { serial, lineage, bytes, sha256, resources, encrypted, engineVersion } = summary;
  return {
    version: number,
    current: isCurrent,
    serial,
    lineage,
    bytes,
    sha256,
    ...(resources !== undefined && { resources }),
    ...(encrypted && { encrypted }),
    ...(engineVersion !== undefined && { engineVersion }),
    ...(writer && {
      operationId: writer.operationId,
      ...(writer.memberId !== undefined && { memberId: writer.memberId }),
      createdAt: new Date(writer.writtenAt).toISOString(),
      ...(writer.origin !== undefined && { origin: writer.origin }),
    }),
    ...(replacedAt !== undefined && { replacedAt: new Date(replacedAt).toISOString() }),
  };
}

function versionNotFound(id: string, number: number): RequestError {
  return new RequestError(
    'not_found',
    `Deployment ${id} has no version ${number} of its state. GET /deployments/${id}/state/versions lists those that are stored.`,
  );
}

export function stateElsewhere(id: string, type: string): RequestError {
  return new RequestError(
    'state_elsewhere',
    `The state of deployment ${id} is in the ${type} backend of its module, and Slipway stores nothing of it. Read it there, for example with "tofu state pull".`,
  );
}

function stateEncrypted(number: number): RequestError {
  return new RequestError(
    'state_encrypted',
    `Version ${number} of the state is encrypted by the module, so only the engine can read it. Download it, and compare it with the engine.`,
  );
}
