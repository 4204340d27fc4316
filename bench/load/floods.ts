/** What a member sends to disturb others: a table with one row for each kind of request. */
import { once, setMaxListeners } from 'node:events';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Child } from '../service/child.ts';
import { eventually } from './eventually.ts';
import { send } from './http.ts';

export interface Flooded {
  api: Child;
  /** The operation whose events are streamed. */
  streamed: string;
  /** Receives the operation of each deployment that is accepted. */
  created: string[];
  /** Ends the flood. */
  signal: AbortSignal;
}

/** Rejects if an answer has an unexpected status. Resolves after the end of the flood. */
interface Flooding {
  ended: Promise<void>;
}
/** Resolves when the flood has its full strength. */
type Flood = (flooded: Flooded) => Promise<Flooding>;

const STREAMS = 100;
const STREAMS_OPEN_MS = 60_000;
/** Requests per second of each kind. More would only measure the machine that sends them. */
const PER_SECOND = 50;
const INTERVAL_MS = 1_000 / PER_SECOND;
const DEPTH = 5_000;
const DEEP = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
const ENGINES = 12;
/** The resources of each deployment. */
const RESOURCES = 20_000;
const REFUSED = new Set([400, 413, 422, 429]);

/** They are started in this order: the others would leave no requests for the streams. */
const FLOODS: Record<string, Flood> = { streams, engines, bodies };

/** Starts every flood. */
export async function startFloods(flooded: Flooded): Promise<Flooding> {
  const started: Promise<void>[] = [];
  for (const start of Object.values(FLOODS)) {
    const { ended } = await start(flooded);
    // The promise is awaited by the caller. Until then, a rejection must not count as unhandled.
    ended.catch(() => undefined);
    started.push(ended);
  }
  return { ended: Promise.all(started).then(() => undefined) };
}

/** Streams of the same operation. One that is refused or ends is opened again. */
async function streams({ api, streamed, signal }: Flooded): Promise<Flooding> {
  // Each stream and each flood listens to the signal.
  setMaxListeners(STREAMS + Object.keys(FLOODS).length, signal);
  const open = new Set<object>();
  const one = async () => {
    while (!signal.aborted) {
      await stream(`${api.address}/operations/${streamed}/events`, open, signal);
      await pause(STREAMS * INTERVAL_MS);
    }
  };
  const all = Promise.all(Array.from({ length: STREAMS }, one));
  await eventually(async () => open.size === STREAMS, STREAMS_OPEN_MS);
  return { ended: all.then(() => undefined) };
}

/** Bodies that are refused for their depth. */
async function bodies({ api, signal }: Flooded): Promise<Flooding> {
  const ended = paced(signal, async () => {
    const { status } = await send('POST', `${api.address}/clusters`, { body: DEEP });
    if (!REFUSED.has(status)) throw new Error(`a deep body was answered with ${status}`);
  });
  return { ended };
}

/** Deployments whose plans would compute for minutes. Each is canceled at the end of the flood. */
async function engines({ api, created, signal }: Flooded): Promise<Flooding> {
  const prefix = `flood-${Date.now()}`;
  const files = { 'main.tf': `resource "terraform_data" "many" {\n  count = ${RESOURCES}\n}\n` };
  const own: string[] = [];
  for (let number = 0; number < ENGINES; number++) {
    const body = { name: `${prefix}-${number}`, source: { files } };
    const { status, text } = await send('POST', `${api.address}/deployments`, { body });
    if (status !== 202) throw new Error(`a deployment was answered with ${status}: ${text}`);
    own.push(z.object({ id: z.string() }).parse(JSON.parse(text)).id);
  }
  created.push(...own);
  const ended = once(signal, 'abort').then(async () => {
    for (const id of own) await send('POST', `${api.address}/operations/${id}/cancel`);
  });
  return { ended };
}

/** Reads a stream, which is in `open` meanwhile. Resolves when it ends, whatever the reason. */
function stream(url: string, open: Set<object>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const headers = { accept: 'text/event-stream' };
    const request = get(url, { signal, agent: false, headers }, (response) => {
      if (response.statusCode === 200) open.add(request);
      response.resume();
    });
    request.once('error', () => undefined);
    request.once('close', () => {
      open.delete(request);
      resolve();
    });
  });
}

/** Starts `work` PER_SECOND times a second, without waiting for its end. */
async function paced(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const started: Promise<void>[] = [];
  while (!signal.aborted) {
    const one = work();
    one.catch(() => undefined);
    started.push(one);
    await pause(INTERVAL_MS);
  }
  await Promise.all(started);
}
