import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { eventually } from '../eventually.ts';
import { parseExactly } from './follow.ts';
import type { HttpClient } from '../http/http.ts';
import type { Stack } from './stack.ts';

/** Without extras, so that only a few nodes need no vpc. */
const HANGING = {
  addons: [],
  karpenter: false,
  simulation: { faults: [{ type: 'vpc', when: 'ready', kind: 'hang' }] },
};

/**
 * Creates a cluster whose creation stalls: its vpc never gets ready, and every node that needs no vpc
 * is done. The stack needs deadlines that are longer than the test.
 */
export async function startStalledCluster(
  stack: Stack,
  name: string,
  api: HttpClient = stack.api,
): Promise<{ id: string; tag: string }> {
  const { id } = await stack.submit('/clusters', { name, ...HANGING }, api);
  return eventually(
    async () => {
      const { headers, body } = await api.get(`/operations/${id}`);
      const { progress }: Operation = parseExactly(operationSchema, body);
      const running = progress.resources.filter((resource) => resource.status === 'running') ?? [];
      const [vpc] = running;
      // Nothing changes any more when it is known what the vpc waits for.
      const isStill = running.length === 1 && vpc?.type === 'vpc' && vpc.waitingFor !== undefined;
      return isStill ? { id, tag: headers['etag'] ?? '' } : undefined;
    },
    { timeoutMs: 30_000, intervalMs: 250 },
  );
}
