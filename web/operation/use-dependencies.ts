/** Reads the dependencies between resources. They are in the ledger, not in the operation. */
import { useEffect, useState } from 'preact/hooks';
import { isCloudType, type CloudType } from '../../contract/vocabulary.ts';
import type { Dependencies, Operation } from '../model/types.ts';
import { readLedger } from '../resources/calls.ts';

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
    // The others have no ledger.
    if (type === undefined || !isCloudType(type)) return undefined;
    if (id === undefined || !isPlanned || isKnown) return undefined;
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

async function read(type: CloudType, id: string, signal: AbortSignal): Promise<Dependencies> {
  const items = await readLedger(type, id, signal);
  return new Map(items.map(({ urn, dependsOn }) => [urn, dependsOn]));
}
