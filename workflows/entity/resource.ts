/**
 * The entity that stands for one resource: its record, the ledger of what exists in the cloud, and
 * its lock.
 *
 *   reserved --claim--> held --release(record)--> free --claim--> held --release()--> gone
 *      '--- no operation came ---> gone
 *
 * Only one operation holds it at a time. An operation that was closed without a release (somebody
 * terminated it) is relieved by the next claim, one heartbeat timeout later, when every attempt of the
 * dead run has died too.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setHandler,
  sleep,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type {
  AttachAnswer,
  AttachRequest,
  ClaimAnswer,
  ClaimRequest,
  HeldAnswer,
  WriteLedgerRequest,
  ReleaseRequest,
  ResourceInput,
  ResourceMemo,
  ResourceView,
} from '../../contract/temporal/entity.ts';
import { QUERIES, SEARCH_ATTRIBUTES, UPDATES } from '../../contract/temporal/names.ts';
import type { Ledger, LedgerEntry } from '../../contract/resources/graph.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';

const { operationState } = proxyActivities<Activities>({
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 500, maximumInterval: 10_000 },
});

export async function resource(input: ResourceInput): Promise<void> {
  const { timings, resourceType } = input;
  let record = input.record;
  let claimedBy = input.claimedBy;
  let wasClaimed = input.continued?.wasClaimed ?? false;
  /** What it was before the claim; of one whose holder died on it nobody knows. */
  let statusBeforeClaim: ResourceStatus = input.continued?.statusBeforeClaim ?? 'failed';
  let gone = false;
  let deciding = false;
  const ledger: Ledger = { ...input.continued?.ledger };
  const attachments = new Map(Object.entries(input.attachments ?? {}));

  const view = (): ResourceView => ({ record, ledger });
  const memo = (): ResourceMemo => ({
    resourceType,
    record,
    ...(claimedBy !== undefined && { claimedBy }),
    ...(attachments.size > 0 && { attachments: Object.fromEntries(attachments) }),
  });

  function publish({ spec, ...change }: RecordChange): void {
    const before = record.status;
    record = { ...record, ...change, updatedAt: new Date(Date.now()).toISOString() };
    // An operation works on one type of resource, and brings a spec of that type.
    if (spec !== undefined) record = Object.assign({}, record, { spec });
    // A memo is merged key by key: null takes a key away.
    upsertMemo({ claimedBy: null, attachments: null, ...memo() });
    if (record.status !== before) {
      upsertSearchAttributes({ [SEARCH_ATTRIBUTES.status]: [record.status] });
    }
  }

  function write(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) ledger[entry.urn] = entry;
  }

  async function claim(request: ClaimRequest): Promise<ClaimAnswer> {
    await condition(() => !deciding);
    deciding = true;
    try {
      if (gone || request.resourceUid !== record.uid) return { granted: false, code: 'not_found' };
      if (claimedBy !== undefined && claimedBy !== request.operationId) {
        const holder = claimedBy;
        if ((await operationState(holder, record.uid)) === 'running') return busy(holder);
        // What has nothing in a cloud can wait for nothing.
        if (!request.deleteImmediately) {
          await sleep(timings.heartbeatTimeoutMs, { summary: `Let the attempts of ${holder} die` });
        }
        if (gone) return { granted: false, code: 'not_found' };
      }
      const isMine = claimedBy === request.operationId;
      const { unchangedSince = record.updatedAt } = request;
      if (!isMine && unchangedSince !== record.updatedAt) {
        return { granted: false, code: 'changed' };
      }
      if (request.status === 'deleting' && attachments.size > 0) {
        return { granted: false, code: 'in_use', attachments: [...attachments.keys()].toSorted() };
      }
      if (request.deleteImmediately) {
        gone = true;
        return { granted: true, resource: view() };
      }
      if (!isMine) statusBeforeClaim = claimedBy === undefined ? record.status : 'failed';
      claimedBy = request.operationId;
      wasClaimed = true;
      publish({ status: request.status, operationId: request.operationId });
      return { granted: true, resource: view() };
    } finally {
      deciding = false;
    }
  }

  /** Whether something may exist of which the entries say nothing: the name cannot be free. */
  function knowsMoreThan(entries: readonly LedgerEntry[]): boolean {
    const named = new Set(entries.map(({ urn }) => urn));
    return Object.values(ledger).some(({ urn, status }) => status !== 'gone' && !named.has(urn));
  }

  function release(request: ReleaseRequest): HeldAnswer {
    if (claimedBy !== request.operationId) return { held: false };
    write(request.entries);
    claimedBy = undefined;
    if (request.unchanged || (request.record === undefined && knowsMoreThan(request.entries))) {
      publish({ status: statusBeforeClaim });
    } else if (request.record === undefined) {
      gone = true;
    } else {
      const { statusReason: _reason, ...rest } = record;
      record = rest;
      publish(request.record);
    }
    return { held: true };
  }

  setHandler(defineQuery<ResourceView>(QUERIES.resource), view, {
    description: 'The record, and the ledger of what exists in the cloud.',
  });
  setHandler(defineUpdate<ClaimAnswer, [ClaimRequest]>(UPDATES.claim), claim, {
    description: 'Takes the lock for one operation.',
  });
  setHandler(
    defineUpdate<HeldAnswer, [WriteLedgerRequest]>(UPDATES.writeLedger),
    (request) => {
      if (claimedBy !== request.operationId) return { held: false };
      write(request.entries);
      return { held: true };
    },
    { description: 'Writes ledger entries, for the operation that holds the lock.' },
  );
  setHandler(defineUpdate<HeldAnswer, [ReleaseRequest]>(UPDATES.release), release, {
    description: 'Gives the lock back, with what is known now; without a record the name is free.',
  });
  setHandler(
    defineUpdate<AttachAnswer, [AttachRequest]>(UPDATES.attach),
    ({ resourceId, resourceUid }) => {
      if (record.status !== 'active' || gone) return { attached: false, code: 'not_active' };
      attachments.set(resourceId, resourceUid);
      publish({});
      return { attached: true, uid: record.uid, outputs: record.outputs };
    },
    { description: 'Notes that something stands on this resource.' },
  );
  setHandler(
    defineUpdate<HeldAnswer, [AttachRequest]>(UPDATES.detach),
    ({ resourceId, resourceUid }) => {
      if (attachments.get(resourceId) !== resourceUid) return { held: false };
      attachments.delete(resourceId);
      publish({});
      return { held: true };
    },
    { description: 'Takes that note away.' },
  );

  while (!gone && !workflowInfo().continueAsNewSuggested) {
    if (wasClaimed) {
      await condition(() => gone || workflowInfo().continueAsNewSuggested);
      continue;
    }
    // A reservation whose operation never came, or ended before its claim, made nothing: it ends.
    const woken = await condition(() => wasClaimed || gone, timings.reservationTimeoutMs);
    if (woken) continue;
    const operation = await operationState(record.operationId, record.uid);
    if (!wasClaimed && operation !== 'running') gone = true;
  }
  await condition(allHandlersFinished);
  if (gone) return;
  await continueAsNew<typeof resource>({
    ...input,
    ...memo(),
    continued: { ledger, wasClaimed, statusBeforeClaim },
  });
}

/** What an operation may change of a record; the rest of it was decided when it was made. */
type RecordChange = Partial<NonNullable<ReleaseRequest['record']>> &
  Partial<Pick<ResourceRecord, 'operationId'>>;

function busy(conflictingOperationId: string): ClaimAnswer {
  return { granted: false, code: 'resource_busy', conflictingOperationId };
}
