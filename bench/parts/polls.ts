/**
 * Compares reading operations with bare Express and with a naive endpoint, and measures how stale
 * answers are.
 */
import {
  finishDriven,
  startBenchWorker,
  startDriven,
  type Drive,
} from '../service/bench-worker.ts';
import { startChild, type Child } from '../service/child.ts';
import { measured, plain, ratio, type Figure } from '../figures/figure.ts';
import { expectStatus, readOperation, send } from '../load/http.ts';
import { load, type LoadOptions } from '../load/load.ts';
import { interleaved, type Part, type PartContext } from '../part.ts';
import { withSlipway, type Slipway } from '../service/slipway.ts';
import { stalenessOf, type Sighting } from '../figures/staleness.ts';
import type { Births } from '../workflows/driven.ts';

const CHANGES_PER_SECOND = 20;
const CONNECTIONS = [32, 256] as const;
const MANY_OPERATIONS = 200;
const FINISHED = 20;
/** Many short rounds, because a busy machine is slow for a second now and then. */
const ROUNDS = 11;
const SECONDS = 2;

interface World extends Pick<Slipway, 'api' | 'client'> {
  bench: Child;
  /** Serves bare Express and the naive endpoint. */
  server: Child;
  context: PartContext;
}

export const polls: Part = {
  subject: 'reading operations: how many a second, and how fresh',
  limitSeconds: 300,
  run: (context) =>
    withSlipway({ worker: false }, async (slipway) => {
      const bench = await startBenchWorker(slipway);
      const [id = ''] = await startDriven(slipway.client, 1);
      const { text } = await send('GET', `${slipway.api.address}/operations/${id}`);
      const server = await startChild('bench/service/server-main.js', {
        ...slipway.env,
        BENCH_BODY: text,
      });
      const { api, client } = slipway;
      const world: World = { api, client, bench, server, context };
      const warm = Math.min(SECONDS, context.seconds(SECONDS));
      for (const url of [operationUrl(world, id), `${server.address}/bare/${id}`]) {
        await load({ urls: [url], connections: 32, seconds: warm });
      }
      await finishDriven(slipway.client, [id]);
      const figures: Figure[] = [];
      for (const connections of CONNECTIONS) {
        figures.push(...(await oneRunning(world, connections)));
      }
      figures.push(...(await manyRunning(world)), ...(await finished(world)));
      return figures;
    }),
};

function operationUrl({ api }: Pick<World, 'api'>, id: string): string {
  return `${api.address}/operations/${id}`;
}

function drive({ bench }: World, ids: readonly string[]): void {
  bench.send({ drive: ids, perSecond: CHANGES_PER_SECOND } satisfies Drive);
}

async function oneRunning(world: World, connections: number): Promise<Figure[]> {
  const { client, context, server } = world;
  const [id = ''] = await startDriven(client, 1);
  drive(world, [id]);
  const url = operationUrl(world, id);
  context.report(`one operation that changes, ${connections} connections`);
  const options = { connections, seconds: context.seconds(SECONDS) };
  const rates = await interleaved(context.rounds(ROUNDS), {
    ours: async () => (await load({ ...options, urls: [url] })).rate,
    bare: async () => (await load({ ...options, urls: [`${server.address}/bare/${id}`] })).rate,
  });
  const what = `polls of one running operation, ${connections} connections`;
  const ours = measured('Slipway', '/s', rates('ours'));
  const speed = ratio(what, ours, measured('bare Express', '/s', rates('bare')), { atLeast: 0.8 });

  context.report('the same at half the load: how fresh');
  const fresh = await freshness({
    ...options,
    urls: [url],
    rate: Math.floor(ours.series.median / 2),
  });
  drive(world, []);
  const births = await client.workflow.getHandle(id).query<Births>('births');
  await finishDriven(client, [id]);
  const { p99, backwards } = stalenessOf(fresh, births);
  return [
    speed,
    plain(`staleness at half that load, p99`, measured('Slipway', 'ms', [p99]), { atMost: 100 }),
    plain(
      'answers at that load whose version went backwards',
      measured('Slipway', 'events', [backwards]),
      { atMost: 0 },
    ),
  ];
}

async function freshness(options: LoadOptions): Promise<Sighting[]> {
  const sightings: Sighting[] = [];
  await load({
    ...options,
    onAnswer(connection, headers) {
      const version = /\.(\d+)/.exec(headers.get('etag') ?? '')?.[1];
      sightings.push({ connection, version: Number(version), at: Date.now() });
    },
  });
  return sightings;
}

async function manyRunning(world: World): Promise<Figure[]> {
  const { client, context, server } = world;
  context.report(`${MANY_OPERATIONS} running operations`);
  const ids = await startDriven(client, MANY_OPERATIONS);
  drive(world, ids);
  const options = { connections: 32, seconds: context.seconds(SECONDS) };
  const urls = ids.map((id) => operationUrl(world, id));
  for (const url of urls) expectStatus(await send('GET', url), 200);
  const rates = await interleaved(context.rounds(3), {
    ours: async () => (await load({ ...options, urls })).rate,
    naive: async () =>
      (await load({ ...options, urls: ids.map((id) => `${server.address}/naive/${id}`) })).rate,
  });
  drive(world, []);
  await finishDriven(client, ids);
  return [
    ratio(
      `polls spread over ${MANY_OPERATIONS} running operations`,
      measured('Slipway', '/s', rates('ours')),
      measured('describe and query for each', '/s', rates('naive')),
      { atLeast: 10 },
    ),
  ];
}

async function finished(world: World): Promise<Figure[]> {
  const { api, client, context, server } = world;
  context.report('finished operations, and answers without a body');
  const ids = await startDriven(client, FINISHED);
  await finishDriven(client, ids);
  for (const id of ids) await readOperation(api, id);
  const [id = ''] = ids;
  const { headers } = await send('GET', operationUrl(world, id));
  const tag = String(headers['etag']);
  const options = { connections: 32, seconds: context.seconds(SECONDS) };
  const rates = await interleaved(context.rounds(ROUNDS), {
    ours: async () =>
      (await load({ ...options, urls: ids.map((it) => operationUrl(world, it)) })).rate,
    bare: async () => (await load({ ...options, urls: [`${server.address}/bare/${id}`] })).rate,
    unchanged: async () => {
      const held = { 'If-None-Match': tag };
      const urls = [operationUrl(world, id)];
      return (await load({ ...options, urls, headers: held, status: 304 })).rate;
    },
  });
  const bare = measured('bare Express', '/s', rates('bare'));
  return [
    ratio('polls of finished operations', measured('Slipway', '/s', rates('ours')), bare, {
      atLeast: 0.8,
    }),
    ratio('polls answered with 304', measured('Slipway', '/s', rates('unchanged')), bare, {
      atLeast: 1,
    }),
  ];
}
