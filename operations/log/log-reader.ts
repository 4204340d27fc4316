/**
 * Reads the log of an operation. The engine's lines of a deployment come from the blob store, where the workers
 * write them. The log of an operation without an engine, or whose engine has not run, comes from its history.
 */
import type { Client } from '@temporalio/client';
import type { LogLine } from '../../contract/operations/log.ts';
import { operationLog } from '../../deployments/storage/keys.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { describeOperation } from '../read/describe.ts';
import type { OperationReader } from '../read/reader.ts';
import type { Principal } from '../temporal/calls.ts';
import { engineLines } from './engine-log.ts';
import { historyLines } from './history-log.ts';
import type { LogRequest } from './log-request.ts';

export interface LogReader {
  /** Returns the lines in batches, none of them empty. Throws `not_found` for an unknown operation. */
  log(
    principal: Principal,
    operationId: string,
    request: LogRequest,
  ): Promise<AsyncIterable<LogLine[]>>;
}

export function createLogReader(deps: {
  client: Client;
  blobs: BlobStore;
  reader: Pick<OperationReader, 'read' | 'until'>;
  now(): Date;
}): LogReader {
  const { client, blobs, reader, now } = deps;
  return {
    async log(principal, operationId, request) {
      const source = await describeOperation(client, principal, operationId);
      const { resourceType, resourceUid = '', organizationId } = source.memo.subject;
      const read = () => reader.read(principal, operationId);
      const fromHistory = () => historyLines({ client, read, now }, source, request);
      if (resourceType !== 'deployment') return selected(fromHistory(), request);
      const prefix = operationLog(organizationId, resourceUid, operationId);
      const until = (signal: AbortSignal) =>
        reader.until(principal, operationId, () => false, signal);
      return selected(engineLines({ blobs, prefix, until }, request, fromHistory), request);
    },
  };
}

async function* selected(
  batches: AsyncIterable<LogLine[]>,
  { limit = Infinity, resource }: LogRequest,
): AsyncGenerator<LogLine[], void, undefined> {
  let remaining = limit;
  for await (const batch of batches) {
    const lines = batch.filter((line) => isAbout(line, resource)).slice(0, remaining);
    if (lines.length > 0) yield lines;
    remaining -= lines.length;
    if (remaining === 0) return;
  }
}

function isAbout({ urn, address }: LogLine, resource: string | undefined): boolean {
  if (resource === undefined) return true;
  return address === resource || urn === resource || (urn?.endsWith(`:${resource}`) ?? false);
}
