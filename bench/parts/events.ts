/** How much history a cluster leaves. */
import { entityWorkflowId } from '../../contract/ids.ts';
import { measured, plain } from '../figure.ts';
import { submit, succeeded } from '../http.ts';
import type { Part } from '../part.ts';
import { withSlipway } from '../slipway.ts';

/** Slow enough that what is made beside each other does not share its workflow tasks by chance. */
const SPEED = 4;
const CLUSTERS = 3;

export const events: Part = {
  about: 'history events and bytes of a cluster, for each of its resources',
  limitSeconds: 90,
  run: (context) =>
    withSlipway({ speed: SPEED }, async ({ api, client }) => {
      const perResource: number[] = [];
      const bytes: number[] = [];
      const ofEntity: number[] = [];
      const count = context.rounds(CLUSTERS);
      context.report(`${count} clusters, one after the other`);
      for (let i = 0; i < count; i++) {
        const name = `events-${i}`;
        const { id } = await submit(api, '/clusters', { name });
        const { progress } = await succeeded(api, id);
        const total = progress.summary.total;
        const { historyLength, historySize = 0 } = await client.workflow.getHandle(id).describe();
        const entityId = entityWorkflowId('local', 'cluster', name);
        const entity = await client.workflow.getHandle(entityId).describe();
        perResource.push(historyLength / total);
        bytes.push(historySize / total / 1000);
        ofEntity.push(entity.historyLength);
      }
      return [
        plain(
          "events of a cluster's operation for each resource",
          measured('Slipway', 'events', perResource),
          { atMost: 6 },
        ),
        plain('the same as bytes', measured('Slipway', 'kB', bytes)),
        plain("events of the cluster's entity", measured('Slipway', 'events', ofEntity)),
      ];
    }),
};
