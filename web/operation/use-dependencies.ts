/** Reads the dependencies between resources. They are in the ledger, not in the operation. */
import { useEffect, useState } from 'preact/hooks';
import { slipway } from '../api.ts';
import type { Dependencies, Operation } from '../model/types.ts';

export function useDependencies(operation: Operation | undefined): Dependencies | undefined {
  const [dependencies, setNeeds] = useState<Dependencies>();
  const type = operation?.resourceType;
  const id = operation?.resourceId;
  const isPlanned = (operation?.progress.summary.total ?? 0) > 0;
  // The dependencies are read again at each stage, because the ledger has the plan only shortly before
  // `provisioning`.
  const stage = operation?.progress.stage;
  const isKnown = dependencies !== undefined;
  useEffect(() => {
    if (type === undefined || id === undefined || !isPlanned || isKnown) return undefined;
    const controller = new AbortController();
    read(type, id, controller.signal)
      .then((found) => {
        if (found.size > 0) setNeeds(found);
      })
      // The resource is deleted, or no worker answers. The page then shows the order of the plan.
      .catch(() => undefined);
    return () => controller.abort();
  }, [type, id, isPlanned, stage, isKnown]);
  return dependencies;
}

async function read(
  type: Operation['resourceType'],
  id: string,
  signal: AbortSignal,
): Promise<Dependencies> {
  const answer = await ledger(type, id, signal);
  return new Map(answer?.data?.items.map(({ urn, dependsOn }) => [urn, dependsOn]));
}

async function ledger(type: Operation['resourceType'], id: string, signal: AbortSignal) {
  switch (type) {
    case 'cluster':
      return slipway.api.GET('/clusters/{clusterId}/resources', {
        params: { path: { clusterId: id } },
        signal,
      });
    case 'network':
      return slipway.api.GET('/networks/{networkId}/resources', {
        params: { path: { networkId: id } },
        signal,
      });
    // These have no ledger.
    case 'connection':
    case 'deployment':
    case undefined:
      return undefined;
  }
}
