/** Compares the time that a cluster takes with the longest chain of its graph. */
import { measured, plain, ratio } from '../figures/figure.ts';
import { readGraph } from '../service/graph.ts';
import { submit, succeeded } from '../load/http.ts';
import { timed, type Part } from '../part.ts';
import { withSlipway } from '../service/slipway.ts';
import { criticalPath } from '../figures/statistics.ts';

/** The shortest latency of a resource is 0.7 s at speed 1, so it is 0.5 s at this speed. */
const SPEED = 1.4;
const CLUSTERS = 3;

export const makespan: Part = {
  subject: 'how long a cluster takes, compared with the longest chain of its graph',
  limitSeconds: 120,
  run: (context) =>
    withSlipway({ speed: SPEED }, async ({ api }) => {
      const count = context.rounds(CLUSTERS);
      context.report(`${count} clusters at once, latencies of 0.5 s and more`);
      const names = Array.from({ length: count }, (_item, i) => `makespan-${i}`);
      const times = await Promise.all(
        names.map((name) =>
          timed(async () => succeeded(api, (await submit(api, '/clusters', { name })).id)),
        ),
      );
      const chains: number[] = [];
      let resources = 0;
      for (const name of names) {
        const graph = await readGraph(api, name, SPEED);
        resources = graph.size;
        chains.push(criticalPath(graph));
      }
      return [
        ratio(
          `a cluster of ${resources} resources, from the POST to the end`,
          measured('Slipway', 'ms', times),
          measured('the longest chain', 'ms', chains),
          { atMost: 1.1 },
        ),
        plain(
          'what is added to the longest chain',
          measured(
            'Slipway',
            'ms',
            times.map((ms, i) => ms - (chains[i] ?? 0)),
          ),
        ),
      ];
    }),
};
