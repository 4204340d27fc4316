/** The logs of a deployment's operations: where they are, and how long they are kept. */
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import {
  deploymentKeys,
  expiringLog,
  expiringLogs,
  logOrder,
  operationLog,
  operationLogs,
} from '../storage/keys.ts';
import { keepNewest } from '../newest.ts';
import { createLogChunks } from './log-chunks.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';

/** How many operations of one deployment have a log. */
const MAX_LOGS = 20;
/** How long the logs of a deployment outlive it. The operations can be read for the same time. */
const LIFETIME_MS = 30 * 24 * 60 * 60_000;

export interface LogSettings {
  blobs: BlobStore;
  /** The limit on the log of one operation. */
  maxLogBytes: number;
}

type LogOwner = Pick<DeploymentJob, 'organizationId' | 'uid' | 'operationId'>;

/** Continues the log of an operation. Before a new one, removes the oldest ones of the deployment. */
export function openLog({ blobs, maxLogBytes }: LogSettings, owner: LogOwner): LogWriter {
  const { organizationId, uid, operationId } = owner;
  const chunks = createLogChunks(blobs, operationLog(organizationId, uid, operationId), {
    maxBytes: maxLogBytes,
    onNew: () => removeOldest(blobs, owner),
  });
  return createLogWriter(chunks);
}

async function removeOldest(
  blobs: BlobStore,
  { organizationId, uid, operationId }: LogOwner,
): Promise<void> {
  const order = logOrder(organizationId, uid);
  const kept = await keepNewest(blobs, order, operationId, MAX_LOGS);
  const isKept = (key: string) =>
    key === order || [...kept].some((id) => key.startsWith(operationLog(organizationId, uid, id)));
  for (const key of await blobs.list(operationLogs(organizationId, uid))) {
    if (!isKept(key)) await blobs.remove(key);
  }
}

/** Notes that a deployment is gone, whose logs are kept for a while, and removes logs whose time is over. */
export async function expireLogs(
  blobs: BlobStore,
  { organizationId, uid }: Pick<LogOwner, 'organizationId' | 'uid'>,
  now: number,
): Promise<void> {
  await blobs.put(expiringLog(organizationId, uid, now), Buffer.alloc(0));
  for (const key of await blobs.list(expiringLogs(organizationId))) {
    const [deletedAt = '', deleted = ''] = key.slice(key.lastIndexOf('/') + 1).split('.');
    if (Number(deletedAt) > now - LIFETIME_MS) continue;
    // A retry can have created the deployment after all.
    const isGone = (await blobs.list(deploymentKeys(organizationId, deleted).all)).length === 0;
    const logs = isGone ? await blobs.list(operationLogs(organizationId, deleted)) : [];
    for (const log of logs) await blobs.remove(log);
    await blobs.remove(key);
  }
}
