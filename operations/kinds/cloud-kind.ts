/** The commands of a kind of resource that a provider plans and creates in a cloud. */
import type { Client } from '@temporalio/client';
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import type { ResourceSpec } from '../../contract/resources/graph.ts';
import type {
  CloudRecord,
  CreateRequestOf,
  ResourceRecord,
} from '../../contract/resources/schemas.ts';
import type {
  OperationInput,
  PreviewInput,
  Wanted,
} from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { operationFor, type CloudType } from '../../contract/vocabulary.ts';
import { preconditionOf } from '../admission/submit-options.ts';
import { findEntity, getEntity, recordView, type Entity } from '../entities/find.ts';
import { deletionProtected } from '../entities/refusals.ts';
import { readLedger } from '../entities/ledger.ts';
import { cloudPlan, type SpecChange } from '../plan/cloud-plan.ts';
import { planCloudOperation } from '../preview/preview-workflow.ts';
import type { Principal } from '../temporal/calls.ts';
import { cloudTargetOf, newCloudRecord, referencesOf, type CloudTarget } from './records.ts';
import { checkConnection } from './references.ts';
import type { DeletableKind, KindDeps, ResourceKind } from './resource-kind.ts';
import { continueOperation, createAgain } from './retry.ts';

/** The parts that the inputs of all operations on cloud resources have in common. */
interface InputParts {
  target: CloudTarget;
  connectionId?: string;
  timings: Timings;
}

/** The differences between the kinds of cloud resources. */
export interface CloudKind<Type extends CloudType> {
  /** Checks the other resources that the request names, beside its connection. */
  check?(client: Client, principal: Principal, request: CreateRequestOf<Type>): Promise<void>;
  /** The requested configuration, without the name, provider and region of the resource. */
  wantedOf(request: CreateRequestOf<Type>): Wanted<Type>;
  /** The requested configuration in the input of an operation; undefined for a deletion. */
  wantedIn(input: OperationInput): Wanted<Type> | undefined;
  recordOf(base: Omit<CloudRecord, 'spec'>, wanted: Wanted<Type>): ResourceRecord;
  createInput(parts: InputParts & Wanted<Type>): OperationInput;
  deleteInput(parts: InputParts & { unchangedSince?: string }): OperationInput;
  /** The input of the provider's plan for the resource. */
  planRequest(
    client: Client,
    principal: Pick<Principal, 'organizationId'>,
    wanted: Wanted<Type>,
  ): Promise<ResourceSpec>;
}

export function createCloudKind<Type extends CloudType>(
  deps: KindDeps,
  type: Type,
  kind: CloudKind<Type>,
): ResourceKind<Type> & DeletableKind {
  const { client, taskQueue, reservations, timings, newId } = deps;
  const isKind = (input: OperationInput, verb: 'create' | 'recover' | 'update') =>
    input.subject.operation === operationFor(type, verb);

  return {
    async create(submission, request) {
      const { principal } = submission;
      const { name, provider, region } = request;
      await checkConnection(deps, principal, request);
      await kind.check?.(client, principal, request);
      const wanted = kind.wantedOf(request);
      const base = newCloudRecord(newId(), submission, { name, provider, region });
      const uid = await reservations.reserve(type, kind.recordOf(base, wanted), submission);
      const target = cloudTargetOf(submission, type, { id: name, uid, provider, region });
      return kind.createInput({ target, timings, ...wanted });
    },

    async delete(submission, id) {
      const entity: Entity<CloudType> = await getEntity(client, submission.principal, type, id);
      await reservations.refuseBusy(entity);
      const precondition = preconditionOf(type, recordView(entity), submission);
      const { record, attachments = {} } = entity.memo;
      if ('deletionProtection' in record.spec && record.spec.deletionProtection === true) {
        throw deletionProtected(type, id);
      }
      const users = Object.keys(attachments).toSorted();
      if (users.length > 0) {
        const refusal = { granted: false, code: 'in_use', attachments: users } as const;
        throw claimRefused(`${type} ${id}`, refusal);
      }
      await reservations.revive(entity, submission);
      return kind.deleteInput({
        target: cloudTargetOf(submission, type, record),
        ...referencesOf({ connectionId: record.connectionId }),
        ...precondition,
        timings,
      });
    },

    async retry(submission, input, earlier) {
      const wanted = kind.wantedIn(input);
      if (wanted === undefined || !isKind(input, 'create')) {
        return continueOperation(deps, submission, input, earlier);
      }
      return createAgain(deps, submission, { input, earlier }, async () => {
        const { resourceId: name, provider, region } = input.subject;
        if (provider === undefined || region === undefined) throw new Error(`no place for ${name}`);
        const base = newCloudRecord(newId(), submission, { name, provider, region });
        return reservations.reserve(type, kind.recordOf(base, wanted), submission);
      });
    },

    async preview(operationId, input) {
      const entity = await currentOf(input);
      const target = await targetOf(input, entity);
      const preview = await planCloudOperation(client, taskQueue, operationId, input, target);
      const { resources, nodes } = preview;
      if (nodes === undefined) return { resources };
      return { resources, plan: cloudPlan(nodes, specChangeOf(input, entity)) };
    },
  };

  async function targetOf(
    input: OperationInput,
    entity: Entity<CloudType> | undefined,
  ): Promise<PreviewInput['target']> {
    const wanted = kind.wantedIn(input);
    const { organizationId, resourceId } = input.subject;
    const ledger =
      entity === undefined ? {} : await readLedger(client, organizationId, type, resourceId);
    if (wanted === undefined) return { kind: 'delete', ledger };
    const resource = await kind.planRequest(client, input.subject, wanted);
    return { kind: isKind(input, 'recover') ? 'recover' : 'change', resource, ledger };
  }

  /**
   * The resource of the operation. Undefined if it does not exist yet, and for a lost record, whose ledger is in the
   * cloud's tags.
   */
  async function currentOf({ subject }: OperationInput): Promise<Entity<CloudType> | undefined> {
    const entity: Entity<CloudType> | undefined = await findEntity(
      client,
      subject,
      type,
      subject.resourceId,
    );
    const isCurrent = entity?.lost === false && entity.memo.record.uid === subject.resourceUid;
    return isCurrent ? entity : undefined;
  }

  function specChangeOf(
    input: OperationInput,
    entity: Entity<CloudType> | undefined,
  ): SpecChange | undefined {
    const wanted = kind.wantedIn(input);
    if (entity === undefined || wanted === undefined || !isKind(input, 'update')) return undefined;
    return { before: entity.memo.record.spec, after: wanted.spec };
  }
}
