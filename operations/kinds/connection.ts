/**
 * Connections. They have no nodes in a cloud: creating one only verifies it, and deleting one needs
 * no operation.
 */
import { isInputOf } from '../../contract/temporal/operation-input.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import { alreadyExists } from '../entities/refusals.ts';
import { planCloudOperation } from '../preview/preview-workflow.ts';
import { cloudTargetOf, newCloudRecord } from './records.ts';
import type { KindDeps, ResourceKind } from './resource-kind.ts';
import { createAgain } from './retry.ts';

export function createConnectionKind(deps: KindDeps): ResourceKind<'connection'> {
  const { client, taskQueue, reservations, timings, newId } = deps;
  return {
    async create(submission, request) {
      const { name, provider, region, ...spec } = request;
      // The built-in connections have the names of their providers.
      if (storedConnection(name) === undefined) throw alreadyExists('connection', name);
      const record = { ...newCloudRecord(newId(), submission, { name, provider, region }), spec };
      const uid = await reservations.reserve('connection', record, submission);
      const target = cloudTargetOf(submission, 'connection', { id: name, uid, provider, region });
      return { subject: { operation: 'verify_connection', ...target }, spec, timings };
    },

    async retry(submission, input, earlier) {
      // A discovery changes nothing, so there is nothing to continue.
      if (!isInputOf(input, 'verify_connection')) return input;
      const { subject, spec } = input;
      return createAgain(deps, submission, { input, earlier }, () => {
        const place = { ...subject, name: subject.resourceId };
        const record = { ...newCloudRecord(newId(), submission, place), spec };
        return reservations.reserve('connection', record, submission);
      });
    },

    preview(operationId, input) {
      const kind = isInputOf(input, 'verify_connection') ? 'verify' : 'none';
      return planCloudOperation(client, taskQueue, operationId, input, { kind });
    },
  };
}
