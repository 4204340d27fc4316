/** previewOperation: shows what an operation would do. It only reads, with the plan role of its connection. */
import type { PreviewAnswer, PreviewInput } from '../../contract/temporal/operation-input.ts';
import { activitiesFor } from '../operation/activity-options.ts';
import { plannedChecks } from '../../contract/operations/connection-checks.ts';
import { ownerOf } from '../operation/owner.ts';
import { recoveredNodes } from '../../contract/operations/recovered-nodes.ts';
import { run } from '../operation/run.ts';

export async function previewOperation(input: PreviewInput): Promise<PreviewAnswer> {
  const { subject, target, connectionId, timings } = input;
  const { validate, plan, planDeletion, recoverLedger } = activitiesFor(timings);
  const reader = () => ({
    provider: subject.provider,
    owner: ownerOf(subject, connectionId),
    phase: 'plan' as const,
  });
  switch (target.kind) {
    case 'none':
      return [];
    case 'verify':
      return plannedChecks(subject, target);
    case 'delete': {
      const request = { ...reader(), ledger: target.ledger };
      return { nodes: await run(planDeletion, 'List the resources', request) };
    }
    case 'change': {
      const { resource, ledger } = target;
      const request = { ...reader(), resource };
      await run(validate, 'Validate', request);
      return { nodes: await run(plan, 'Plan', { ...request, ledger }) };
    }
    case 'recover': {
      const request = { ...reader(), resource: target.resource, operationId: 'preview' };
      const { entries } = await run(recoverLedger, 'Read the resources', request);
      return recoveredNodes(entries, 'pending');
    }
  }
}
