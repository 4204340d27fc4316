import {
  operationSchema,
  type Operation,
  type ProgressResource,
} from '../../../contract/operations/operation.ts';
import { eventually } from '../eventually.ts';
import { parseExactly } from './follow.ts';
import type { HttpClient } from '../http/http.ts';
import type { Stack } from './stack.ts';

const QUIET_REGION = 'sim-east-1';

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
): Promise<{ id: string }> {
  const { id } = await stack.submit('/clusters', { name, ...HANGING }, api);
  await readWhen(id, api, () => true);
  return { id };
}

/** Like `startStalledCluster`, but waits until no answer changes any more. Returns the last tag. */
export async function startStillCluster(
  stack: Stack,
  name: string,
  api: HttpClient = stack.api,
): Promise<{ id: string; tag: string }> {
  // Nothing else is created in this region, so that no estimate can appear later.
  const { id } = await stack.submit('/clusters', { name, ...HANGING, region: QUIET_REGION }, api);
  // The last thing that becomes known is what the vpc waits for.
  return { id, tag: await readWhen(id, api, (vpc) => vpc.waitingFor !== undefined) };
}

/** Returns the tag of the first answer in which the vpc is the only node in work, and `holds` is true of it. */
function readWhen(
  id: string,
  api: HttpClient,
  holds: (vpc: ProgressResource) => boolean,
): Promise<string> {
  return eventually(
    async () => {
      const { headers, body } = await api.get(`/operations/${id}`);
      const { progress }: Operation = parseExactly(operationSchema, body);
      const [vpc, ...others] = progress.resources.filter(({ status }) => status === 'running');
      const isStalled = vpc?.type === 'vpc' && others.length === 0;
      return isStalled && holds(vpc) ? (headers['etag'] ?? '') : undefined;
    },
    { timeoutMs: 30_000, intervalMs: 250 },
  );
}
