/**
 * The versions of a deployment's state: the current one, and the states before the last runs. A version keeps its
 * number for as long as it is stored.
 */
import type { BlobStore } from '../storage/blob-store.ts';
import type { DeploymentKeys } from '../storage/keys.ts';
import { digestOf, summarizeState, type StateSummary } from './state-file.ts';
import { currentWriter, loadVersionNote, timeOfVersion, type StateWriter } from './state-notes.ts';

export interface StoredVersion {
  number: number;
  isCurrent: boolean;
  summary: StateSummary;
  /** Undefined if an earlier version of Slipway wrote the state. */
  writer: StateWriter | undefined;
  /** When the next version replaced it, in milliseconds since 1970. */
  replacedAt?: number;
  /** The key of its content. */
  key: string;
}

type Keys = Pick<DeploymentKeys, 'state' | 'stateNote' | 'versions' | 'versionNotes'>;

/** How often a version is looked for that a running operation has just replaced. */
const MAX_LOOKS = 3;

/** All versions, newest first; none if no state is stored. */
export async function listVersions(blobs: BlobStore, keys: Keys): Promise<StoredVersion[]> {
  const content = await blobs.get(keys.state);
  if (content === undefined) return [];
  const summary = summarizeState(content);
  const writer = await currentWriter(blobs, keys, summary.sha256);
  const earlier: Omit<StoredVersion, 'number'>[] = [];
  for (const key of await blobs.list(keys.versions)) {
    const version = await earlierVersion(blobs, keys, key);
    // A run has kept the current state, and has not replaced it yet.
    if (version !== undefined && version.summary.sha256 !== summary.sha256) earlier.push(version);
  }
  const number = writer?.number ?? earlier.length + 1;
  return [
    { number, isCurrent: true, summary, writer, key: keys.state },
    ...earlier.toReversed().map((version, i) => ({ ...version, number: number - 1 - i })),
  ];
}

/** Returns undefined if it was removed meanwhile. */
async function earlierVersion(
  blobs: BlobStore,
  keys: Keys,
  key: string,
): Promise<Omit<StoredVersion, 'number'> | undefined> {
  const note = await loadVersionNote(blobs, keys, key);
  let { summary } = note;
  if (summary === undefined) {
    // An earlier version of Slipway has kept it.
    const content = await blobs.get(key);
    if (content === undefined) return undefined;
    summary = summarizeState(content);
  }
  const replacedAt = timeOfVersion(key, keys);
  return { isCurrent: false, summary, writer: note.writer, replacedAt, key };
}

/** Returns a version with its content; undefined if there is no such version, or it is no longer stored. */
export async function loadVersion(
  blobs: BlobStore,
  keys: Keys,
  number: number,
): Promise<{ version: StoredVersion; content: Buffer } | undefined> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const version = (await listVersions(blobs, keys)).find((one) => one.number === number);
    if (version === undefined) return undefined;
    const content = await blobs.get(version.key);
    if (content !== undefined && digestOf(content) === version.summary.sha256) {
      return { version, content };
    }
  }
  return undefined;
}
