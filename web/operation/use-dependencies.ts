/** What stands on what. It is the resource that knows, for as long as it is there; an operation does not. */
import { useEffect, useState } from 'preact/hooks';
import { slipway } from '../api.ts';
import type { Dependencies, Operation } from '../model/types.ts';

export function useDependencies(operation: Operation | undefined): Dependencies | undefined {
  const [dependencies, setNeeds] = useState<Dependencies>();
  const type = operation?.resourceType;
  const id = operation?.resourceId;
  const planned = (operation?.progress.summary.total ?? 0) > 0;
  // The plan is written down before the work on it begins.
  const stage = operation?.progress.stage;
  const known = dependencies !== undefined;
  useEffect(() => {
    if (type === undefined || id === undefined || !planned || known) return undefined;
    const controller = new AbortController();
    read(type, id, controller.signal)
      .then((found) => {
        if (found.size > 0) setNeeds(found);
      })
      // Gone, or no worker is there to ask: the order of the plan is shown.
      .catch(() => undefined);
    return () => controller.abort();
  }, [type, id, planned, stage, known]);
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
    default:
      return undefined;
  }
}
