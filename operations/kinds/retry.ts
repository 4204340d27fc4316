/**
 * Starts a new operation from the state that an earlier one left. This is the same for every kind of
 * resource.
 */
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import { operationFor } from '../../contract/vocabulary.ts';
import type { Submission } from '../admission/submission.ts';
import { findEntity, type Entity } from '../entities/find.ts';
import { alreadyExists, notFound, recordLost } from '../entities/refusals.ts';
import type { OperationSource } from '../read/view.ts';
import type { KindDeps } from './resource-kind.ts';

type Deps = Pick<KindDeps, 'client' | 'reservations'>;

/**
 * Repeats a creation. It continues with the resource that the first attempt left, or reserves the name
 * again if the attempt left nothing. Throws `already_exists` when the name belongs to another resource by now, `record_lost`,
 * `resource_busy` and `superseded`.
 *
 * @param reserve reserves the name; resolves to the uid of the new resource
 * @param onLeft the input to continue with; default: the same input
 */
export async function createAgain(
  { client, reservations }: Deps,
  { principal, operationId }: Submission,
  { input, earlier }: { input: OperationInput; earlier: OperationSource },
  reserve: () => Promise<string>,
  onLeft: OperationInput = input,
): Promise<OperationInput> {
  const { subject } = input;
  const { resourceType: type, resourceId: id } = subject;
  const found = await findEntity(client, principal, type, id);
  // A repetition of this very request may have reserved the name.
  if (found === undefined || found.memo.claimedBy === operationId) {
    const resourceUid = await reserve();
    return Object.assign({}, input, { subject: { ...subject, resourceUid } });
  }
  if (found.memo.record.uid !== subject.resourceUid) throw alreadyExists(type, id);
  if (found.lost) throw recordLost(type, id);
  await reservations.refuseBusy(found);
  refuseSuperseded(found, earlier);
  return onLeft;
}

/**
 * Repeats an operation on a resource that must still be the same one. Throws `not_found`, `record_lost`,
 * `resource_busy` and `superseded`.
 */
export async function continueOperation(
  { client, reservations }: Deps,
  submission: Submission,
  input: OperationInput,
  earlier: OperationSource,
): Promise<OperationInput> {
  const { operation, resourceType: type, resourceId: id, resourceUid } = input.subject;
  const entity = await findEntity(client, submission.principal, type, id);
  if (entity === undefined) throw notFound(type, id);
  await reservations.refuseBusy(entity);
  if (entity.memo.record.uid !== resourceUid) throw notFound(type, id);
  if (operation === operationFor(type, 'update')) {
    if (entity.lost) throw recordLost(type, id);
    refuseSuperseded(entity, earlier);
  }
  await reservations.revive(entity, submission);
  return input;
}

/** Throws `superseded` when another operation has changed the resource since. */
function refuseSuperseded(
  { memo: { record } }: Entity,
  { workflowId, createdAt }: OperationSource,
): void {
  if (record.operationId === workflowId) return;
  if (Date.parse(record.updatedAt) <= createdAt.getTime()) return;
  throw new RequestError(
    'superseded',
    `Operation ${record.operationId} has changed ${record.id} since. Retry that operation, or submit a new request.`,
  );
}
