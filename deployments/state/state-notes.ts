/**
 * Notes beside the states of a deployment: who wrote them. A note is written before the state that it describes, so
 * it names the state that it replaces. A run that dies between the two leaves a note of a state that never came.
 */
import * as z from 'zod';
import { parseJson } from '../engine/json.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { DeploymentKeys } from '../storage/keys.ts';
import { digestOf, summarizeState, summarySchema } from './state-file.ts';

const writerSchema = z.object({
  /** Counts the versions of the deployment's state, from 1. */
  number: z.int(),
  operationId: z.string(),
  memberId: z.string().optional(),
  /** Where an adopted state comes from, for example `version 3`. */
  origin: z.string().optional(),
  /** Milliseconds since 1970. */
  writtenAt: z.number(),
});
export type StateWriter = z.infer<typeof writerSchema>;

const noteSchema = z.object({
  writer: writerSchema,
  /** The digest of the state before. Absent if this is the first one. */
  replaces: z.string().optional(),
  /** Absent if the state before has no note, because an earlier version of Slipway wrote it. */
  before: writerSchema.optional(),
});

const versionNoteSchema = z.object({
  summary: summarySchema.optional(),
  writer: writerSchema.optional(),
});
export type VersionNote = z.infer<typeof versionNoteSchema>;

type Keys = Pick<DeploymentKeys, 'stateNote' | 'versions' | 'versionNotes'>;

/** Who wrote the current state. Undefined if an earlier version of Slipway did. */
export async function currentWriter(
  blobs: BlobStore,
  keys: Pick<Keys, 'stateNote'>,
  sha256: string,
): Promise<StateWriter | undefined> {
  const content = await blobs.get(keys.stateNote);
  if (content === undefined) return undefined;
  const { writer, replaces, before } = noteSchema.parse(parseJson(content.toString()));
  return replaces === sha256 ? before : writer;
}

/**
 * Notes that an operation is about to replace the state.
 *
 * @param kept how many earlier versions are kept
 */
export async function noteWriter(
  blobs: BlobStore,
  keys: Pick<Keys, 'stateNote'>,
  current: Buffer | undefined,
  { kept, ...by }: Omit<StateWriter, 'number'> & { kept: number },
): Promise<void> {
  const replaces = current && digestOf(current);
  const before = replaces === undefined ? undefined : await currentWriter(blobs, keys, replaces);
  const number = current === undefined ? 1 : (before?.number ?? kept + 1) + 1;
  const note: z.infer<typeof noteSchema> = {
    writer: { ...by, number },
    ...(replaces !== undefined && { replaces }),
    ...(before !== undefined && { before }),
  };
  await blobs.put(keys.stateNote, Buffer.from(JSON.stringify(note)));
}

/** The key of the note beside the version with this key. */
export function versionNoteKey(keys: Pick<Keys, 'versions' | 'versionNotes'>, key: string): string {
  return `${keys.versionNotes}${key.slice(keys.versions.length)}`;
}

/** When the version with this key was replaced, in milliseconds since 1970. */
export function timeOfVersion(key: string, keys: Pick<Keys, 'versions'>): number {
  return Number.parseInt(key.slice(keys.versions.length), 10);
}

export async function storeVersionNote(
  blobs: BlobStore,
  keys: Keys,
  key: string,
  content: Buffer,
): Promise<void> {
  const writer = await currentWriter(blobs, keys, digestOf(content));
  const summary = summaryIfReadable(content);
  const note: VersionNote = { ...(summary && { summary }), ...(writer && { writer }) };
  await blobs.put(versionNoteKey(keys, key), Buffer.from(JSON.stringify(note)));
}

export async function loadVersionNote(
  blobs: BlobStore,
  keys: Pick<Keys, 'versions' | 'versionNotes'>,
  key: string,
): Promise<VersionNote> {
  const content = await blobs.get(versionNoteKey(keys, key));
  return content === undefined ? {} : versionNoteSchema.parse(parseJson(content.toString()));
}

/** The engine alone decides what a state is, so no write fails because of its content. */
function summaryIfReadable(content: Buffer): VersionNote['summary'] {
  try {
    return summarizeState(content);
  } catch {
    return undefined;
  }
}
