/** previewOperation: what an operation would do. Looks, and touches nothing. */
import type { PreviewInput } from '../../contract/temporal/operation-input.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { activitiesFor } from '../operation/activity-options.ts';
import { checksOf } from '../operation/connection-checks.ts';
import { ownerOf } from '../operation/run.ts';
import { shownAs } from '../saga/saga.ts';

export async function previewOperation(input: PreviewInput): Promise<ProgressResource[]> {
  const { subject, target } = input;
  const { provider } = subject;
  const { validate, plan, planDeletion, recoverLedger } = activitiesFor(input.timings);
  if (target.kind === 'none') return [];
  if (target.kind === 'verify') return checksOf(subject);
  const owner = ownerOf(subject, input.connectionId);
  if (target.kind === 'delete') {
    return (await planDeletion({ provider, owner, ledger: target.ledger })).map(shownAs);
  }
  const { resource, ledger } = target;
  if (target.kind === 'change') {
    await validate({ provider, owner, resource });
    return (await plan({ provider, owner, resource, ledger })).map(shownAs);
  }
  const { entries } = await recoverLedger({ provider, owner, resource, operationId: 'preview' });
  return entries
    .filter(({ status }) => status !== 'gone')
    .map(({ urn, type, name }) => ({ urn, type, name, operation: 'read', status: 'pending' }));
}
