/** previewOperation: what an operation would do. Looks, and touches nothing. */
import type { PreviewInput } from '../contract/durable.ts';
import type { ProgressResource } from '../contract/operation.ts';
import { activitiesFor } from './activities.ts';
import { checksOf } from './connection-checks.ts';
import { ownerOf } from './operation.ts';
import { shownAs } from './saga.ts';

export async function previewOperation(input: PreviewInput): Promise<ProgressResource[]> {
  const { about, subject } = input;
  const { provider } = about;
  const { validate, plan, planDelete, recover } = activitiesFor(input.pace);
  if (subject.kind === 'none') return [];
  if (subject.kind === 'verify') return checksOf(about);
  const owner = ownerOf(about, input.connectionId);
  if (subject.kind === 'delete') {
    return (await planDelete({ provider, owner, ledger: subject.ledger })).map(shownAs);
  }
  const { resource, ledger } = subject;
  if (subject.kind === 'make') {
    await validate({ provider, owner, resource });
    return (await plan({ provider, owner, resource, ledger })).map(shownAs);
  }
  const { entries } = await recover({ provider, owner, resource, operationId: 'preview' });
  return entries
    .filter(({ status }) => status !== 'gone')
    .map(({ urn, type, name }) => ({ urn, type, name, operation: 'read', status: 'pending' }));
}
