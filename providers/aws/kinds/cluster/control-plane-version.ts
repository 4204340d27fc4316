/**
 * Brings a control plane to another version of Kubernetes: up by one minor version at a time, or back to the
 * previous one. EKS goes back within 7 days of an upgrade. Only the undo of a failed change does that, because
 * a plan adopts the newer version of a control plane that AWS has upgraded.
 */
import { minorOf, minorsLater } from '../../../../contract/resources/kubernetes-version.ts';
import type { Diff } from '../../../node-kind.ts';
import { ProviderError } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { vendorCode } from '../../client/errors.ts';
import { diffByUpdate } from './updates.ts';

/** EKS refuses the version. Waiting does not help. */
const REFUSALS: ReadonlySet<string | undefined> = new Set([
  'InvalidParameterException',
  'InvalidRequestException',
  'InvalidStateException',
]);

/** Returns the update to the next version on the way. Throws when EKS has no way to the version. */
export async function versionDiff(
  aws: Aws,
  cluster: string,
  version: string,
  wanted: string,
): Promise<Diff> {
  const update = (next: string) => aws.eks.updateClusterVersion({ name: cluster, version: next });
  const minors = minorOf(wanted) - minorOf(version);
  if (minors < -1) throw cannotGoBack(version, wanted, 'EKS goes back by one minor version only');
  if (minors === -1) {
    const what = `cluster ${cluster} back to ${wanted}`;
    return diffByUpdate(aws, { what, cluster }, async () => {
      try {
        return await update(wanted);
      } catch (error) {
        if (!REFUSALS.has(vendorCode(error))) throw error;
        const reason = error instanceof ProviderError ? error.publicMessage : String(error);
        throw cannotGoBack(version, wanted, reason);
      }
    });
  }
  const next = minorsLater(version, 1);
  return diffByUpdate(aws, { what: `cluster ${cluster} to ${next}`, cluster }, () => update(next));
}

function cannotGoBack(version: string, wanted: string, reason: string): ProviderError {
  return new ProviderError({
    code: 'version_cannot_go_back',
    errorType: 'conflict',
    publicMessage: `The control plane runs Kubernetes ${version} and did not go back to ${wanted}: ${reason}. It stays at ${version}; the next change of the cluster takes that version over.`,
    retryable: false,
  });
}
