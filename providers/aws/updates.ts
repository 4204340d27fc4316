/** Updates that EKS carries out by and by: one kind at a time, each followed to its end. */
import { ProviderError } from '../provider.ts';
import type { Aws } from './client/access.ts';
import { snakeCase } from './client/errors.ts';
import { unlessMissing } from './eks.ts';
import type { Lack } from './node-kind.ts';

export interface Update {
  id?: string | undefined;
}

/**
 * What a thing lacks until an update has been carried out. Where this process has asked for the same one
 * before and it has ended without bringing it about, throws why EKS could not do it.
 *
 * @param what the thing and the state that it is to get into
 */
export async function updateLack(
  { eks, updates }: Aws,
  about: { what: string; cluster: string; nodegroupName?: string },
  ask: () => Promise<{ update?: Update | undefined }>,
): Promise<Lack> {
  const { what, cluster: name, nodegroupName } = about;
  const before = updates.get(what);
  if (before !== undefined) {
    const seen = await unlessMissing(eks.describeUpdate({ name, updateId: before, nodegroupName }));
    const { status, errors = [] } = seen?.update ?? {};
    if (status === 'InProgress') return { what: `the update of ${what}` };
    updates.delete(what);
    if (status === 'Failed' || status === 'Cancelled') throw notUpdated(what, errors);
  }
  return {
    what: `the update of ${what}`,
    async supply() {
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
    publicMessage: `EKS could not update ${what}: ${reason || 'it does not say why'}`,
    retryable: false,
    context: { what, reason },
  });
}
