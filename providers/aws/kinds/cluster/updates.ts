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
 * requested the same update and it failed.
 *
 * @param about.what the resource and its wanted state, for example `cluster demo to 1.34`
 */
export async function diffByUpdate(
  { eks, updates }: Aws,
  about: { what: string; cluster: string; nodegroupName?: string; addonName?: string },
  ask: () => Promise<{ update?: Update | undefined }>,
): Promise<Diff> {
  const { what, cluster: name, nodegroupName, addonName } = about;
  const before = updates.get(what);
  if (before !== undefined) {
    const seen = await unlessMissing(
      eks.describeUpdate({ name, updateId: before, nodegroupName, addonName }),
    );
    const { status, errors = [] } = seen?.update ?? {};
    if (status === 'InProgress') return { what: `the update of ${what}` };
    updates.delete(what);
    if (status === 'Failed' || status === 'Cancelled') throw notUpdated(what, errors);
  }
  return {
    what: `the update of ${what}`,
    async apply() {
      const { update } = await ask();
      if (update?.id !== undefined) updates.set(what, update.id);
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
