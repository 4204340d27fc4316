/** Registers a resource with the connection that it uses. A connection in use cannot be deleted. */
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import { run } from './run.ts';
import type { OperationContext } from './run-operation.ts';

type Context = Pick<OperationContext<OperationSubject>, 'subject' | 'activities'>;

/** Registers the resource. Idempotent. Rejects when the connection does not exist or is not active. */
export async function useConnection(
  { subject, activities }: Context,
  named: string | undefined,
): Promise<void> {
  const connectionId = storedConnection(named);
  if (connectionId === undefined) return;
  const request = { subject, connectionId };
  await run(activities.attachConnection, `Attach to connection ${connectionId}`, request);
}

/** Removes the registration of a resource that is gone or is about to be deleted. Idempotent. */
export async function leaveConnection(
  { subject, activities }: Context,
  named: string | undefined,
): Promise<void> {
  const connectionId = storedConnection(named);
  if (connectionId === undefined) return;
  const request = { subject, connectionId };
  await run(activities.detachConnection, `Detach from connection ${connectionId}`, request);
}
