/** Measures the workflow history of a cluster. */
import { entityWorkflowId } from '../../contract/ids.ts';
import { measured, plain } from '../figures/figure.ts';
import { submit, succeeded } from '../load/http.ts';
import type { Part } from '../part.ts';
import { withSlipway, type Slipway } from '../service/slipway.ts';
import { costOf, type WorkflowCost } from '../figures/workflow-cost.ts';

/** In a slow cloud, nodes that are created side by side rarely share a workflow task by chance. */
const SPEED = 4;
const ROUNDS = 3;
const MANY_GROUPS = 10;

export const events: Part = {
  subject: 'history events and bytes of a cluster, for each of its resources',
  limitSeconds: 120,
  run: (context) =>
    withSlipway({ speed: SPEED }, async (slipway) => {
      context.report(`a cluster, and one of ${MANY_GROUPS} node groups`);
      const whole: number[] = [];
      const further: number[] = [];
      const kiloBytes: number[] = [];
      const ofEntity: number[] = [];
      for (let round = 0; round < context.rounds(ROUNDS); round++) {
        const [small, large] = await Promise.all([
          history(slipway, `small-${round}`, 1),
          history(slipway, `large-${round}`, MANY_GROUPS),
        ]);
        whole.push(small.events / small.resources);
        further.push((large.events - small.events) / (large.resources - small.resources));
        kiloBytes.push(small.bytes / small.resources / 1000);
        ofEntity.push(small.entity.events);
      }
      const ours = 'Slipway';
      return [
        plain('events of a cluster for each of its resources', measured(ours, 'events', whole), {
          atMost: 6,
        }),
        plain('events of each further resource', measured(ours, 'events', further)),
        plain('history for each of its resources', measured(ours, 'kB', kiloBytes)),
        plain("events of the cluster's entity", measured(ours, 'events', ofEntity)),
      ];
    }),
};

interface ClusterHistory extends WorkflowCost {
  resources: number;
  entity: WorkflowCost;
}

async function history(
  { api, client }: Slipway,
  name: string,
  groups: number,
): Promise<ClusterHistory> {
  const nodeGroups = Array.from({ length: groups }, (_item, i) => ({ name: `group-${i}` }));
  const { id } = await submit(api, '/clusters', { name, nodeGroups });
  const { progress } = await succeeded(api, id);
  const entity = await costOf(client, entityWorkflowId('local', 'cluster', name));
  return { ...(await costOf(client, id)), resources: progress.summary.total, entity };
}
