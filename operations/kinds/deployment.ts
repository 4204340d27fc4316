/** Deployments: modules that an engine applies. */
import { faulty, parse } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import {
  deploymentOptionsSchema,
  FIXED_DEPLOYMENT_FIELDS,
} from '../../contract/resources/deployment.ts';
import { mergePatch, patchValues } from '../../contract/resources/merge-patch.ts';
import type { UpdateRequestOf } from '../../contract/resources/schemas.ts';
import {
  isInputOf,
  type OperationInput,
  type RunOptions,
} from '../../contract/temporal/operation-input.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { loadSource, loadRetrySource } from '../../deployments/storage/source.ts';
import { isUnfetched, storedSource } from '../../deployments/storage/stored-source.ts';
import { refuseTooLarge } from '../admission/start.ts';
import { preconditionOf } from '../admission/submit-options.ts';
import type { Submission } from '../admission/submission.ts';
import { getEntity, recordView } from '../entities/find.ts';
import { deletionProtected } from '../entities/refusals.ts';
import { planDeployment } from '../preview/preview-workflow.ts';
import { checkModule, refuseLostState, storeFiles, storeNewFiles } from './source/files.ts';
import { pinned, refreshedSource } from './source/git.ts';
import { patchedSource, requestedSource } from './source/source.ts';
import { createdState, patchedState } from '../state/requested.ts';
import { withoutFixed } from './fixed-fields.ts';
import { newRecord, referencesOf, targetOf } from './records.ts';
import { checkConnection } from './references.ts';
import type {
  DeletableKind,
  KindDeps,
  RefreshableKind,
  ResourceKind,
  UpdatableKind,
} from './resource-kind.ts';
import { continueOperation, createAgain } from './retry.ts';

export function createDeploymentKind(
  deps: KindDeps,
): ResourceKind<'deployment'> & UpdatableKind<'deployment'> & DeletableKind & RefreshableKind {
  const { client, taskQueue, reservations, blobs, timings, newId, limits, moduleRules } = deps;
  const { access } = deps;

  /** Claims nothing yet, but refuses a deployment that another operation is working on. */
  async function findUnclaimed(submission: Submission, id: string) {
    const entity = await getEntity(client, submission.principal, 'deployment', id);
    // A preview takes no lock, so it need not wait for the operation that works on the deployment.
    if (!submission.validateOnly) await reservations.refuseBusy(entity);
    const precondition = preconditionOf('deployment', recordView(entity), submission);
    await reservations.revive(entity, submission);
    return { record: entity.memo.record, precondition };
  }

  /** @param isRefresh the ref of the source is resolved anew */
  async function change(
    submission: Submission,
    id: string,
    patch: UpdateRequestOf<'deployment'>,
    isRefresh: boolean,
  ): Promise<OperationInput> {
    const { record, precondition } = await findUnclaimed(submission, id);
    const current = { name: id, connectionId: record.connectionId };
    const { changes, faults } = withoutFixed(patch, current, FIXED_DEPLOYMENT_FIELDS, 'deployment');
    if (faults.length > 0) throw faulty('invalid_request', 'patch', faults);
    const {
      source,
      variables,
      replace: _replace,
      refreshOnly: _refreshOnly,
      state,
      ...options
    } = changes;
    const adopted = await patchedState(deps, record, state);
    const keys = deploymentKeys(record.organizationId, record.uid);
    const files = isUnfetched(record.spec.source)
      ? {}
      : await loadSource(blobs, keys, record.spec.source.sha256);
    const before = { ...record.spec.source, files };
    const patched = isRefresh
      ? refreshedSource(before, id)
      : await patchedSource(deps, record, before, source);
    const { source: _source, variables: values, ...others } = record.spec;
    const merged = { ...mergePatch(others, options), variables: patchValues(values, variables) };
    const wanted = parse(deploymentOptionsSchema, merged);
    checkModule(patched, moduleRules, wanted);
    const spec = { ...wanted, source: storedSource(patched) };
    refuseTooLarge({ resourceType: 'deployment', record: { ...record, spec } });
    await storeFiles(blobs, record, patched, submission);
    const target = targetOf(submission, 'deployment', record);
    return {
      subject: { operation: 'apply_deployment', ...target },
      spec,
      ...runOptions(changes, adopted),
      ...referencesOf(record),
      creating: false,
      ...precondition,
      ...limits,
      timings,
    };
  }

  return {
    async create(submission, { name, source: requested, connectionId, state, ...rest }) {
      const { principal } = submission;
      const source = await requestedSource(deps, principal, requested);
      checkModule(source, moduleRules, rest);
      await checkConnection(deps, principal, { connectionId });
      const spec = { ...rest, source: storedSource(source) };
      const references = referencesOf({ connectionId });
      await refuseLostState(deps, principal.organizationId, name);
      const adopted = await createdState(deps, principal.organizationId, state);
      const record = { ...newRecord(newId(), submission, name), spec, ...references };
      const uid = await reservations.reserve('deployment', record, submission);
      await storeNewFiles(deps, { ...principal, uid, name }, source, submission);
      const target = targetOf(submission, 'deployment', { id: name, uid });
      return {
        subject: { operation: 'apply_deployment', ...target },
        spec,
        ...adopted,
        ...references,
        creating: true,
        ...limits,
        timings,
      };
    },

    update: (submission, id, patch) => change(submission, id, patch, false),

    refreshSource: (submission, id) => change(submission, id, {}, true),

    async delete(submission, id, { keepResources = false } = {}) {
      if (keepResources) {
        access.requireRead(submission.principal);
        if (submission.validateOnly) throw nothingToPlan();
      }
      const { record, precondition } = await findUnclaimed(submission, id);
      if (record.spec.deletionProtection) throw deletionProtected('deployment', id);
      const target = targetOf(submission, 'deployment', record);
      return {
        subject: { operation: 'destroy_deployment', ...target },
        ...referencesOf(record),
        ...precondition,
        ...limits,
        ...(keepResources && { keepResources }),
        timings,
      };
    },

    async retry(submission, first, earlier) {
      const input = pinned(first, earlier.memo.state.commit);
      if (!isInputOf(input, 'apply_deployment') || !input.creating) {
        return continueOperation(deps, submission, input, earlier);
      }
      const { subject, spec } = input;
      const { organizationId, resourceId: name, resourceUid: before = '' } = subject;
      const reserve = async () => {
        const keys = { organizationId, uid: before };
        const files = isUnfetched(spec.source)
          ? {}
          : await loadRetrySource(blobs, keys, spec.source.sha256);
        if (files === undefined) {
          throw new RequestError(
            'not_retryable',
            `The operation created nothing, and the files of deployment ${name} are no longer stored. Submit the deployment again.`,
          );
        }
        const source = { ...spec.source, files };
        checkModule(source, moduleRules, spec);
        const record = { ...newRecord(newId(), submission, name), spec, ...referencesOf(input) };
        const uid = await reservations.reserve('deployment', record, submission);
        await storeNewFiles(deps, { organizationId, uid, name }, source, submission);
        return uid;
      };
      // The deployment has resources of an earlier attempt, so this is no first creation.
      const onLeft = { ...input, creating: false };
      return createAgain(deps, submission, { input, earlier }, reserve, onLeft);
    },

    async preview(operationId, input, maxMs) {
      if (!isInputOf(input, 'apply_deployment', 'destroy_deployment')) {
        throw new Error(`${input.subject.operation} is not an operation on a deployment`);
      }
      const { subject, engineTimeoutMs } = input;
      const destroy = isInputOf(input, 'destroy_deployment');
      const { previewSource } = deploymentKeys(subject.organizationId, subject.resourceUid ?? '');
      try {
        const spec = destroy
          ? (await getEntity(client, subject, 'deployment', subject.resourceId)).memo.record.spec
          : input.spec;
        const preview = {
          operationId,
          subject,
          spec,
          ...(!destroy && input.run && { run: input.run }),
          ...referencesOf(input),
          destroy,
          engineTimeoutMs,
          timings: input.timings,
        };
        return await planDeployment(client, taskQueue, preview, maxMs);
      } finally {
        await blobs.remove(previewSource(operationId));
      }
    },
  };
}

/** The options that are for one operation and not part of the spec; empty if there are none. */
function runOptions(
  {
    replace = [],
    refreshOnly = false,
  }: Pick<UpdateRequestOf<'deployment'>, 'replace' | 'refreshOnly'>,
  { state }: Pick<RunOptions, 'state'>,
): { run?: RunOptions } {
  const run: RunOptions = {
    ...(replace.length > 0 && { replace }),
    ...(refreshOnly && { refreshOnly }),
    ...(state && { state }),
  };
  return Object.keys(run).length === 0 ? {} : { run };
}

function nothingToPlan(): RequestError {
  return new RequestError(
    'invalid_query',
    'A deployment that keeps its resources needs no plan. Leave out validateOnly, or keepResources.',
  );
}
