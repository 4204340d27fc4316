/** Runs the updates that EKS carries out in the background, one at a time, and follows each one to its end. */
import { ProviderError } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { snakeCase } from '../../../node-errors.ts';
import { unlessMissing } from '../../client/eks.ts';
import type { Diff } from '../../../node-kind.ts';

export interface Update {
  id?: string | undefined;
}

/**
 * Returns a difference that an update of EKS resolves. Throws EKS's reason if this process has already
 * requested the same update and it failed. After a successful one, the description of the resource may lag behind,
 * so the update is not requested again until the consistency window has passed.
 *
 * @param about.what the resource and its wanted state, for example `cluster demo to 1.34`
 */
export async function diffByUpdate(
  { eks, updates, clock, consistencyWindowMs }: Aws,
  about: { what: string; cluster: string; nodegroupName?: string; addonName?: string },
  ask: () => Promise<{ update?: Update | undefined }>,
): Promise<Diff> {
  const { what, cluster: name, nodegroupName, addonName } = about;
  // EKS carries out one update of a resource at a time, so that only the last one matters.
  const resource = [name, nodegroupName, addonName].join('/');
  const before = updates.get(resource);
  if (before?.what === what) {
    const seen = await unlessMissing(
      eks.describeUpdate({ name, updateId: before.id, nodegroupName, addonName }),
    );
    const { status, errors = [] } = seen?.update ?? {};
    if (status === 'InProgress') return { what: `the update of ${what}` };
    if (status === 'Successful') {
      before.succeededAt ??= clock();
      if (clock() - before.succeededAt < consistencyWindowMs) {
        return { what: `the update of ${what}` };
      }
    }
    updates.delete(resource);
    if (status === 'Failed' || status === 'Cancelled') throw notUpdated(what, errors);
  }
  return {
    what: `the update of ${what}`,
    async apply() {
      const { update } = await ask();
      if (update?.id !== undefined) updates.set(resource, { what, id: update.id });
    },
  };
}

function notUpdated(
  what: string,
  errors: readonly { errorCode?: string | undefined; errorMessage?: string | undefined }[],
): ProviderError {
  const [first] = errors;
  const reason = errors.map((it) => `${it.errorCode}: ${it.errorMessage}`).join('; ');
  return new ProviderError({
    code: snakeCase(first?.errorCode ?? 'UpdateFailed'),
    errorType: 'provider',
    publicMessage: `EKS could not complete the update of ${what}: ${reason || 'it gave no reason'}`,
    retryable: false,
    context: { what, reason },
  });
}
