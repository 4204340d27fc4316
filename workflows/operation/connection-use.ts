/** Notes at a connection which resources use it: a connection in use cannot be deleted. */
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import { run } from './run.ts';
import type { OperationContext } from './run-operation.ts';

type Context = Pick<OperationContext<OperationSubject>, 'subject' | 'activities'>;

/** Idempotent. Rejects when the connection does not exist or is not active. */
export async function useConnection(
  { subject, activities }: Context,
  named: string | undefined,
): Promise<void> {
  const connectionId = storedConnection(named);
  if (connectionId === undefined) return;
  const request = { subject, connectionId };
  await run(activities.attachConnection, `Attach to connection ${connectionId}`, request);
}

/** For a resource that is gone, or is about to be. */
export async function leaveConnection(
  { subject, activities }: Context,
  named: string | undefined,
): Promise<void> {
  const connectionId = storedConnection(named);
  if (connectionId === undefined) return;
  const request = { subject, connectionId };
  await run(activities.detachConnection, `Detach from connection ${connectionId}`, request);
}
