/**
 * Compares the same work in DBOS, Restate, Temporal and OpenTofu, with and without a kill -9 in the
 * middle.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { moduleOf, openEngine, repeatsIn, type Engine } from '../service/engine.ts';
import { eventually } from '../load/eventually.ts';
import { measured, plain, ratio, type Figure } from '../figures/figure.ts';
import { readGraph } from '../service/graph.ts';
import { read, readOperation, submit, succeeded } from '../load/http.ts';
import { timed, type Part, type PartContext } from '../part.ts';
import { peerDirectory } from '../peers/peer-packages.ts';
import { startDbos, startRestate, startTemporal, type Peer } from '../peers/peer.ts';
import { withSlipway, type Slipway } from '../service/slipway.ts';
import { criticalPath } from '../figures/statistics.ts';

const IN_FLIGHT = 20;
const ROUNDS = 3;
const SECONDS = 4;
const NAP_MS = 500;
const STEPS = 10;
/** The crash happens in the middle of the sixth step. */
const CRASH_AFTER_MS = 5.5 * NAP_MS;
const SPEED = 4;
const DEADLINE_MS = 60_000;

export const peers: Part = {
  subject: 'the same work in DBOS, Restate, Temporal and OpenTofu, and what kill -9 costs each',
  limitSeconds: 420,
  async run(context) {
    const directory = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
    try {
      const jobs = await tenStepJobs(context, directory);
      return [...jobs, ...(await sameGraph(context, directory))];
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function tenStepJobs(context: PartContext, directory: string): Promise<Figure[]> {
  const programs = await peerDirectory(context.cacheDirectory, context.report);
  const all: Peer[] = [];
  try {
    context.report('starting Temporal, DBOS and Restate');
    all.push(await startTemporal());
    all.push(await startDbos(programs));
    all.push(await startRestate(programs));
    return [
      ...(await trivialSteps(context, all)),
      ...(await crashedSteps(context, all, directory)),
    ];
  } finally {
    for (const peer of all) await peer.stop();
  }
}

async function trivialSteps(context: PartContext, all: readonly Peer[]): Promise<Figure[]> {
  context.report(`jobs of ${STEPS} trivial steps, ${IN_FLIGHT} in flight`);
  for (const peer of all) await peer.steps(IN_FLIGHT, context.seconds(2));
  const rates = new Map<Peer, number[]>(all.map((peer) => [peer, []]));
  for (let round = 0; round < context.rounds(ROUNDS); round++) {
    for (const peer of all) {
      rates.get(peer)?.push(await peer.steps(IN_FLIGHT, context.seconds(SECONDS)));
    }
  }
  const [temporal, ...others] = all.map((peer) => measured(peer.name, '/s', rates.get(peer) ?? []));
  if (temporal === undefined) return [];
  return others.map((other) =>
    ratio(`jobs of ${STEPS} trivial steps, ${other.name} beside Temporal`, other, temporal),
  );
}

async function crashedSteps(
  context: PartContext,
  all: readonly Peer[],
  directory: string,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const peer of all) {
    context.report(`${peer.name}: ${STEPS} steps of ${NAP_MS} ms, then again with a kill -9`);
    const quiet = await timed(async () => {
      const id = randomUUID();
      await peer.begin(id, path.join(directory, id), NAP_MS);
      await peer.end(id);
    });
    const id = randomUUID();
    const log = path.join(directory, id);
    const crashed = await timed(async () => {
      await peer.begin(id, log, NAP_MS);
      await pause(CRASH_AFTER_MS);
      await peer.crash();
      await peer.restart();
      await peer.end(id);
    });
    figures.push(
      ratio(
        `${STEPS} steps of ${NAP_MS} ms in sequence, ${peer.name}`,
        measured(peer.name, 'ms', [quiet]),
        measured('the steps alone', 'ms', [STEPS * NAP_MS]),
      ),
      plain(
        `what kill -9 in the middle adds, ${peer.name} (${repeatsIn(log, STEPS)} steps begun again)`,
        measured(peer.name, 'ms', [crashed - quiet]),
      ),
    );
  }
  return figures;
}

/** Compares a cluster with an OpenTofu module that has the same graph and the same latencies. */
async function sameGraph(context: PartContext, directory: string): Promise<Figure[]> {
  return withSlipway({ speed: SPEED }, async (slipway) => {
    const { api } = slipway;
    const engine = await openEngine(directory, context.cacheDirectory);
    context.report('Slipway: a cluster, then another with a kill -9 of the worker');
    const quiet = await timed(async () =>
      succeeded(api, (await submit(api, '/clusters', { name: 'quiet' })).id),
    );
    const crashed = await timed(() => crashedCluster(slipway));
    const graph = await readGraph(api, 'quiet', SPEED);
    const twice = (await everMade(slipway)) - 2 * graph.size;
    const chain = criticalPath(graph);

    context.report('OpenTofu: the same graph, then again with a kill -9');
    const log = path.join(directory, 'made');
    const main = moduleOf(graph, log);
    const byHand = await engine.prepare('quiet', main);
    const tofu = await timed(() => engine.run(byHand, APPLY));
    rmSync(log, { force: true });
    const tofuCrashed = await timed(async () =>
      crashedApply(engine, await engine.prepare('crashed', main), chain / 2),
    );
    const baseline = measured('the longest chain', 'ms', [chain]);
    const again = repeatsIn(log, graph.size);
    return [
      ratio(
        `a graph of ${graph.size} resources, Slipway`,
        measured('Slipway', 'ms', [quiet]),
        baseline,
      ),
      ratio(`the same graph, OpenTofu`, measured('OpenTofu', 'ms', [tofu]), baseline),
      plain(
        `what kill -9 in the middle adds, Slipway (${twice} made twice)`,
        measured('Slipway', 'ms', [crashed - quiet]),
      ),
      plain(
        `what kill -9 in the middle adds, OpenTofu, started again by hand at once (${again} made twice)`,
        measured('OpenTofu', 'ms', [tofuCrashed - tofu]),
      ),
    ];
  });
}

const APPLY = ['apply', '-input=false', '-auto-approve', '-parallelism=32'];

async function crashedCluster(slipway: Slipway): Promise<void> {
  const { api } = slipway;
  const { id } = await submit(api, '/clusters', { name: 'crashed' });
  await eventually(async () => {
    const { summary } = (await readOperation(api, id)).progress;
    return summary.succeeded * 2 >= summary.total && summary.total > 0;
  }, DEADLINE_MS);
  await slipway.worker.kill();
  await slipway.startWorker();
  await succeeded(api, id);
}

/** Returns the number of resources that the cloud has ever created, also of those that are deleted. */
async function everMade({ simulator }: Slipway): Promise<number> {
  const url = `${simulator.address}/inspect/resources?all=1`;
  const { items } = await read(url, z.object({ items: z.array(z.unknown()) }));
  return items.length;
}

async function crashedApply(engine: Engine, directory: string, afterMs: number): Promise<void> {
  const first = engine.start(directory, APPLY);
  await pause(afterMs);
  await first.kill();
  await engine.run(directory, APPLY);
}
