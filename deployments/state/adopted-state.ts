/**
 * A state that an operation brings: an uploaded file, or an earlier version. Until its plan is confirmed, the state is
 * staged beside the current one, and only this operation's engine reads it. Then it becomes the current state. A kill
 * at any moment loses nothing: what is current is kept as a version, and every step can be repeated.
 */
import { stringify } from 'lossless-json';
import type { StateSource } from '../../contract/temporal/engine.ts';
import { EngineError } from '../engine/error.ts';
import { parseExactly } from '../engine/json.ts';
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { deploymentKeys, stateFileKeys } from '../storage/keys.ts';
import { createStateStore } from '../storage/state-store.ts';
import { objectsLost } from './state-diff.ts';
import { readStateContent, summarizeState } from './state-file.ts';
import { listVersions, loadVersion } from './state-versions.ts';
import { storeState } from './store-state.ts';

type Job = Pick<DeploymentJob, 'organizationId' | 'uid' | 'operationId' | 'memberId' | 'state'>;

/** What the current state has and the staged one has not. */
export interface Adoption {
  /** The addresses of objects that remain, and that the deployment would no longer manage. */
  orphaned: string[];
  /** At least one of the two states is encrypted, so that they cannot be compared. */
  isUnknown: boolean;
}

/** Names a source in the notes of versions. */
function originOf(source: StateSource): string {
  return 'file' in source ? `file ${source.file}` : `version ${source.version}`;
}

/**
 * Stages the state of the operation, if it brings one and has not adopted it yet. Call it before the engine runs.
 * Throws EngineError: `state_changed`, `state_not_found`.
 */
export async function stageState(blobs: BlobStore, job: Job): Promise<void> {
  if (job.state === undefined) return;
  const keys = keysOf(job);
  const staged = keys.stagedState(job.operationId);
  if (await isAdopted(blobs, job, job.state)) return blobs.remove(staged);
  if ((await blobs.get(staged)) !== undefined) return;
  const content = await contentOf(blobs, job, job.state);
  if (content === undefined) throw notFound(job.state);
  await blobs.put(staged, renumbered(content, await blobs.get(keys.state)));
}

/** Compares the staged state with the current one. Returns undefined if none is staged. */
export async function adoptionOf(blobs: BlobStore, job: Job): Promise<Adoption | undefined> {
  const keys = keysOf(job);
  const staged = await blobs.get(keys.stagedState(job.operationId));
  if (staged === undefined) return undefined;
  const current = await blobs.get(keys.state);
  if (current === undefined) return { orphaned: [], isUnknown: false };
  const isUnknown = [staged, current].some((content) => summarizeState(content).encrypted);
  if (isUnknown) return { orphaned: [], isUnknown };
  const orphaned = objectsLost(readStateContent(current), readStateContent(staged));
  return { orphaned, isUnknown };
}

/**
 * Makes the staged state the current one, under the state's lock. Does nothing if none is staged. Throws
 * EngineError: `state_locked`, `state_changed`.
 *
 * @param place the machine and the directory in which the operation runs
 */
export async function adoptState(blobs: BlobStore, job: Job, place: string): Promise<void> {
  const keys = keysOf(job);
  const key = keys.stagedState(job.operationId);
  const staged = await blobs.get(key);
  if (job.state === undefined || staged === undefined) return;
  if (!(await isAdopted(blobs, job, job.state))) {
    const store = createStateStore(blobs, keys, Date.now);
    const { operationId, memberId } = job;
    const owner = {
      operationId,
      place,
      origin: originOf(job.state),
      ...(memberId && { memberId }),
    };
    await storeState(store, owner, staged);
  }
  await blobs.remove(key);
}

/**
 * True if the operation, or the one that it retries, has made the state the current one. What it brings is then in
 * a version after the one that the request has seen. Throws `state_changed` if something else is.
 */
async function isAdopted(blobs: BlobStore, job: Job, source: StateSource): Promise<boolean> {
  const versions = await listVersions(blobs, keysOf(job));
  const later = versions.filter(({ number }) => number > source.onVersion);
  if (later.length === 0) return false;
  if (later.some(({ writer }) => writer?.origin === originOf(source))) return true;
  throw new EngineError({
    code: 'state_changed',
    message:
      'The state has changed since the request, so nothing was done. Compare the versions, and send the request again.',
    errorType: 'conflict',
    retryable: false,
  });
}

async function contentOf(
  blobs: BlobStore,
  job: Job,
  source: StateSource,
): Promise<Buffer | undefined> {
  if ('file' in source) return blobs.get(stateFileKeys(job.organizationId, source.file).content);
  return (await loadVersion(blobs, keysOf(job), source.version))?.content;
}

/**
 * A state must be newer than the one that it replaces, or engines would take it for an old one. The serial of an
 * encrypted state is a part of what is encrypted, and stays.
 */
function renumbered(content: Buffer, current: Buffer | undefined): Buffer {
  if (current === undefined) return content;
  const { serial, encrypted } = summarizeState(content);
  const before = summarizeState(current).serial;
  if (encrypted || serial > before) return content;
  const state = parseExactly(content.toString());
  const next = Object.assign({}, state, { serial: before + 1 });
  return Buffer.from(`${stringify(next, undefined, 2) ?? ''}\n`);
}

function keysOf({ organizationId, uid }: Job) {
  return deploymentKeys(organizationId, uid);
}

function notFound(source: StateSource): EngineError {
  return new EngineError({
    code: 'state_not_found',
    message:
      'file' in source
        ? `The state file ${source.file} is no longer stored. Upload it again, and repeat the request.`
        : `Version ${source.version} of the state is no longer stored. Choose another version.`,
    errorType: 'not_found',
    retryable: false,
  });
}
