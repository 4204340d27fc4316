/** Connects the saga to the activities and cancellation scopes of Temporal. */
import { CancellationScope, log } from '@temporalio/workflow';
import { nodeOptions, waitPolicyFor } from '../operation/activity-options.ts';
import { ownerOf } from '../operation/owner.ts';
import { run } from '../operation/run.ts';
import type { OperationContext } from '../operation/run-operation.ts';
import type { Scope, Scopes } from './deps.ts';
import { createSaga, type Saga } from './saga.ts';

export function sagaOf(
  { subject, operationId, timings, tracker, activities }: OperationContext,
  { connectionId }: { connectionId?: string },
): Saga {
  const { provider } = subject;
  const owner = ownerOf(subject, connectionId);
  return createSaga({
    operationId,
    tracker,
    scopes: workflowScopes,
    provisionNode: (verb, { node, ...request }) =>
      run(activities.provisionNode, nodeOptions(timings, node, verb), {
        ...request,
        ...waitPolicyFor(timings, node),
        provider,
        owner,
        node,
      }),
    removeNode: (verb, { node, ...request }) =>
      run(activities.removeNode, nodeOptions(timings, node, verb), {
        ...request,
        ...waitPolicyFor(timings, node),
        provider,
        owner,
        node,
      }),
    writeLedger: (summary, entries) => run(activities.writeLedger, summary, { subject, entries }),
    listCloudResources: (summary) =>
      run(activities.listCloudResources, summary, { provider, owner }),
    warn: (message, context) => {
      log.warn(message, context);
    },
  });
}

const workflowScopes: Scopes = {
  current: () => scopeOf(CancellationScope.current()),
  cancellable: (work) => {
    const scope = new CancellationScope();
    return scope.run(() => work(scopeOf(scope)));
  },
  nonCancellable: (work) => CancellationScope.nonCancellable(work),
};

function scopeOf(scope: CancellationScope): Scope {
  return {
    cancel: () => {
      scope.cancel();
    },
    isCanceled: () => scope.consideredCancelled,
  };
}
