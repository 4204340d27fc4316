/**
 * Removes the sources of deployments that never came to be. The files of a new deployment are stored when its
 * name is reserved, and before its operation starts. If the API process dies in between, the reservation ends
 * by itself, and the files would remain. So a note of each reservation is stored before the files, and later
 * requests look after the old notes.
 */
import * as z from 'zod';
import { timeOfId } from '../../contract/ids.ts';
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from './blob-store.ts';
import { deploymentKeys, idInKey, reservationNoteKey, reservationNotes } from './keys.ts';

/** Longer than any request takes, and than a reservation lasts without an operation. */
const NOTE_LIFETIME_MS = 60 * 60_000;
/** The number of notes that one request looks after. */
const MAX_NOTES = 20;

const noteSchema = z.object({ name: z.string() });

/** Call it after the name is reserved and before the files are stored. */
export async function noteReservation(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  name: string,
): Promise<void> {
  const note: z.infer<typeof noteSchema> = { name };
  await blobs.put(reservationNoteKey(organizationId, uid), Buffer.from(JSON.stringify(note)));
}

/**
 * Removes old notes, at most 20, and the sources of their deployments that do not exist. A deployment of
 * which anything else is stored was begun by an operation, which cleans up itself.
 *
 * @param now milliseconds since the epoch
 * @param exists whether the deployment of this name and uid is reserved, exists, or can be recovered
 */
export async function removeAbandoned(
  blobs: BlobStore,
  organizationId: string,
  { now, exists }: { now: number; exists(name: string, uid: string): Promise<boolean> },
): Promise<void> {
  const notes = await blobs.list(reservationNotes(organizationId));
  const old = notes.filter((key) => timeOfId(idInKey(key)) < now - NOTE_LIFETIME_MS);
  for (const key of old.slice(0, MAX_NOTES)) {
    const uid = idInKey(key);
    const content = await blobs.get(key);
    // Another request has removed the note.
    if (content === undefined) continue;
    const { name } = noteSchema.parse(JSON.parse(content.toString()));
    if (!(await exists(name, uid))) await removeSources(blobs, { organizationId, uid });
    await blobs.remove(key);
  }
}

async function removeSources(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
): Promise<void> {
  const keys = deploymentKeys(organizationId, uid);
  const stored = await blobs.list(keys.all);
  const isSource = (key: string) => key.startsWith(keys.sources) || key.startsWith(keys.names);
  if (!stored.every(isSource)) return;
  for (const key of stored) await blobs.remove(key);
}
