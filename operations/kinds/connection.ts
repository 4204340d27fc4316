/**
 * Connections. They have no nodes in a cloud: creating one only verifies it, and deleting one needs
 * no operation.
 */
import type { ConnectionSpec } from '../../contract/resources/connection.ts';
import { isInputOf, type PreviewInput } from '../../contract/temporal/operation-input.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import type { Submission } from '../admission/submission.ts';
import { alreadyExists } from '../entities/refusals.ts';
import { refuseTakenRoles } from '../entities/role-claims.ts';
import { planCloudOperation } from '../preview/preview-workflow.ts';
import { cloudTargetOf, newCloudRecord } from './records.ts';
import type { KindDeps, ResourceKind } from './resource-kind.ts';
import { createAgain } from './retry.ts';

export function createConnectionKind(deps: KindDeps): ResourceKind<'connection'> {
  const { client, taskQueue, reservations, timings, roleWaitMs, newId, newExternalId } = deps;

  /** Resolves to the uid of the new connection. A repeated request finds the external id of the first. */
  function reserve(
    submission: Submission,
    place: Parameters<typeof newCloudRecord>[2],
    requested: ConnectionSpec,
  ): Promise<string> {
    const spec = { ...requested, externalId: newExternalId(submission.principal.organizationId) };
    const record = { ...newCloudRecord(newId(), submission, place), spec };
    return reservations.reserve('connection', record, submission);
  }

  return {
    async create(submission, request) {
      const { name, provider, region, externalId: _refused, ...spec } = request;
      // The built-in connections have the names of their providers.
      if (storedConnection(name) === undefined) throw alreadyExists('connection', name);
      await refuseTakenRoles(client, submission.principal, name, spec);
      const uid = await reserve(submission, { name, provider, region }, spec);
      const target = cloudTargetOf(submission, 'connection', { id: name, uid, provider, region });
      return { subject: { operation: 'verify_connection', ...target }, spec, roleWaitMs, timings };
    },

    async retry(submission, input, earlier) {
      // A discovery changes nothing, so there is nothing to continue.
      if (!isInputOf(input, 'verify_connection')) return input;
      const { subject, spec } = input;
      await refuseTakenRoles(client, submission.principal, subject.resourceId, spec);
      // A connection that failed is still there, with its external id.
      return createAgain(deps, submission, { input: { ...input, roleWaitMs }, earlier }, () =>
        reserve(submission, { ...subject, name: subject.resourceId }, spec),
      );
    },

    preview(operationId, input) {
      const target = isInputOf(input, 'verify_connection')
        ? verificationOf(input.spec)
        : { kind: 'none' as const };
      return planCloudOperation(client, taskQueue, operationId, input, target);
    },
  };
}

function verificationOf({ planRoleArn }: ConnectionSpec): PreviewInput['target'] {
  return { kind: 'verify', ...(planRoleArn !== undefined && { planRoleArn }) };
}
