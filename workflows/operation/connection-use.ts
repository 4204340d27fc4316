/** Notes at the connection of a resource, as long as that is there: what is in use cannot be deleted. */
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import type { OperationContext } from './run.ts';

type Context = Pick<OperationContext<OperationSubject>, 'subject' | 'activities'>;

/** A repeated note is the same one. Rejects when the connection is not there or not active. */
export async function useConnection(
  { subject, activities }: Context,
  named: string | undefined,
): Promise<void> {
  const connectionId = storedConnection(named);
  if (connectionId === undefined) return;
  await activities.attachConnection.executeWithOptions(
    { summary: `Note the use of connection ${connectionId}` },
    [{ subject, connectionId }],
  );
}

/** The resource is gone, or is about to be. */
export async function leaveConnection(
  { subject, activities }: Context,
  named: string | undefined,
): Promise<void> {
  const connectionId = storedConnection(named);
  if (connectionId === undefined) return;
  await activities.detachConnection.executeWithOptions(
    { summary: `Forget the use of connection ${connectionId}` },
    [{ subject, connectionId }],
  );
}
