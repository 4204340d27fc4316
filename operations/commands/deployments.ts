/** What a client may ask of deployments. Their files go into the blob store; Temporal holds their hash. */
import type { Client } from '@temporalio/client';
import {
  type CreateDeploymentRequest,
  type Deployment,
  type DeploymentSpec,
  type UpdateDeploymentRequest,
  deploymentOptionsSchema,
  sourceFilesSchema,
} from '../../contract/resources/deployment.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { isMemoOf } from '../../contract/guards.ts';
import { mergePatch } from '../../contract/resources/merge-patch.ts';
import { parse } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import {
  loadSource,
  sourceDigest,
  storePreviewSource,
  storeSource,
  type SourceFiles,
} from '../../deployments/storage/source.ts';
import { emptyRecord, placesOf, subjectOf } from './operation-subject.ts';
import type { Admission, Admit, Answered } from '../admission/admit.ts';
import { preconditionOf, type Ask } from './submit-options.ts';
import { checkConnection } from './connections.ts';
import type { Reservations } from '../admission/reservation.ts';
import { getEntity, recordView } from '../entities/resources.ts';
import type { Principal } from '../temporal/calls.ts';

export interface DeploymentSubmitter {
  createDeployment(
    principal: Principal,
    request: CreateDeploymentRequest,
    ask: Ask,
  ): Promise<Answered>;
  updateDeployment(
    principal: Principal,
    id: string,
    patch: UpdateDeploymentRequest,
    ask: Ask,
  ): Promise<Answered>;
  destroyDeployment(principal: Principal, id: string, ask: Ask): Promise<Answered>;
  deployment(principal: Principal, id: string): Promise<Deployment>;
}

export interface DeploymentLimits {
  /** How long a plan waits for its confirmation. */
  confirmationTimeoutMs: number;
  /** How long one run of the engine may take. */
  engineTimeoutMs: number;
}

export function createDeploymentSubmitter(options: {
  client: Client;
  admit: Admit;
  reservations: Reservations;
  blobs: BlobStore;
  limits: DeploymentLimits;
  timings: Timings;
  newId(): string;
}): DeploymentSubmitter {
  const { client, admit, reservations, blobs, timings, newId, limits } = options;

  async function existing(principal: Principal, id: string) {
    const entity = await getEntity(client, principal, 'deployment', id);
    const { memo } = entity;
    if (!isMemoOf(memo, 'deployment')) throw new RequestError('not_found', 'It is no deployment.');
    return { entity, record: memo.record };
  }

  /** Of a deployment that is there, and that no operation works on. */
  async function free(principal: Principal, id: string, ask: Ask, admission: Admission) {
    const { entity, record } = await existing(principal, id);
    await reservations.refuseBusy('deployment', entity);
    const precondition = preconditionOf(recordView(entity), ask);
    await reservations.revive(entity, admission);
    return { record, precondition };
  }

  return {
    createDeployment: (principal, request, ask) =>
      admit(principal, ask, async (admission) => {
        const { name, source, connectionId, ...rest } = request;
        await checkConnection(client, principal, { connectionId });
        const spec = { ...rest, source: sourceOf(source.files) };
        const record = { ...emptyRecord(newId(), principal, admission, name), spec };
        const place = connectionId === undefined ? record : { ...record, connectionId };
        const uid = await reservations.reserve(principal, 'deployment', place, admission);
        await keepFiles(blobs, { ...principal, uid }, source.files, admission);
        const subject = applied(principal, { id: name, uid }, admission);
        return { subject, spec, ...placesOf({ connectionId }), creating: true, ...limits, timings };
      }),

    updateDeployment: (principal, id, patch, ask) =>
      admit(principal, ask, async (admission) => {
        const { record, precondition } = await free(principal, id, ask, admission);
        const keys = deploymentKeys(record.organizationId, record.uid);
        const { source, ...changes } = patch;
        const files = await loadSource(blobs, keys, record.spec.source.sha256);
        const changed = source === undefined ? files : patched(files, source.files);
        const { source: _source, ...before } = record.spec;
        const spec = {
          ...parse(deploymentOptionsSchema, mergePatch(before, changes)),
          source: sourceOf(changed),
        };
        await keepFiles(blobs, record, changed, admission);
        const subject = applied(principal, record, admission);
        const urls = placesOf(record);
        return { subject, spec, ...urls, creating: false, ...precondition, ...limits, timings };
      }),

    destroyDeployment: (principal, id, ask) =>
      admit(principal, ask, async (admission) => {
        const { record, precondition } = await free(principal, id, ask, admission);
        const subject: OperationSubject<'destroy_deployment'> = {
          operation: 'destroy_deployment',
          ...subjectOf(principal, 'deployment', record, admission),
        };
        const { engineTimeoutMs } = limits;
        return { subject, ...placesOf(record), ...precondition, engineTimeoutMs, timings };
      }),

    deployment: async (principal, id) => (await existing(principal, id)).record,
  };
}

/** Those of a rehearsal are taken away again with its answer. */
export async function keepFiles(
  blobs: BlobStore,
  { organizationId, uid }: Pick<Deployment, 'organizationId' | 'uid'>,
  files: SourceFiles,
  { operationId, isRehearsal }: Admission,
): Promise<void> {
  const keys = deploymentKeys(organizationId, uid);
  if (isRehearsal) await storePreviewSource(blobs, keys, operationId, files);
  else await storeSource(blobs, keys, files);
}

function applied(
  principal: Principal,
  deployment: Pick<Deployment, 'id' | 'uid'>,
  admission: Admission,
): OperationSubject<'apply_deployment'> {
  return {
    operation: 'apply_deployment',
    ...subjectOf(principal, 'deployment', deployment, admission),
  };
}

function sourceOf(files: SourceFiles): DeploymentSpec['source'] {
  return { sha256: sourceDigest(files), files: Object.keys(files).toSorted() };
}

/** The files after a patch; they must be a module still. */
function patched(files: SourceFiles, patch: Record<string, string | null>): SourceFiles {
  const parsed = sourceFilesSchema.safeParse(mergePatch(files, patch));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ message }) => ({
    pointer: '/source/files',
    detail: message,
  }));
  throw new RequestError('invalid_request', 'The files are no module after this patch.', {
    faults,
  });
}
