import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { listen } from '../../config/listen.ts';
import { createLogger } from '../../config/logger.ts';
import { createSimulator, type SimulatorOptions } from '../../sandboxes/simulated/simulator.ts';

const viewSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+-[0-9a-f]{17}$/),
  type: z.string(),
  name: z.string(),
  region: z.string(),
  state: z.enum(['creating', 'available', 'updating', 'failed', 'deleting', 'deleted']),
  stateReason: z.string().optional(),
  updateFailure: z.string().optional(),
  properties: z.record(z.string(), z.json()),
  references: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  clientToken: z.string().optional(),
  outputs: z.record(z.string(), z.string()),
  createdAt: z.iso.datetime(),
  stateSince: z.iso.datetime(),
});
export type View = z.infer<typeof viewSchema>;

const errorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(1),
    requestId: z.string().min(1),
    retryAfter: z.int().optional(),
    retryAfterMs: z.number().optional(),
    blockers: z
      .array(z.strictObject({ id: z.string(), type: z.string(), name: z.string() }))
      .optional(),
    faults: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  }),
});
export const listAnswerSchema = z.strictObject({
  items: z.array(viewSchema),
  nextToken: z.string().optional(),
});

export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}
export type CreateBody = { type: string; [field: string]: unknown };

/** Returns a clock that stands still until a test advances it. */
export function handClock(): { now: () => number; advance: (milliseconds: number) => void } {
  let now = Date.UTC(2030, 0, 1);
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'slipway-simulator-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts a simulator on a free port, with its own clock. It stops at the end of the test. */
export async function startSimulator(options: Partial<SimulatorOptions> = {}) {
  const clock = handClock();
  const simulator = createSimulator({
    dataDir: options.dataDir ?? temporaryDirectory(),
    speed: 1,
    clock: clock.now,
    random: randomBytes,
    catalogue: [],
    logger: createLogger('simulator', 'fatal'),
    ...options,
  });
  const listening = await listen(simulator.app, { host: '127.0.0.1', port: 0 });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    const closed = listening.close();
    await simulator.close();
    await closed;
  };
  onTestFinished(stop);

  const send = async (method: string, target: string, body?: unknown): Promise<Reply> => {
    const response = await fetch(`${listening.url}${target}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
    const answer: unknown = await response.json();
    return { status: response.status, headers: response.headers, body: answer };
  };
  const create = (body: CreateBody) =>
    send('POST', '/resources', { name: 'main', region: 'sim-central-1', ...body });

  return {
    url: listening.url,
    clock,
    stop,
    /** Makes all further writes to the journal fail, while the simulator still accepts calls. */
    breakJournal: () => simulator.close(),
    send,
    create,
    /** Creates a resource and advances the clock until the resource is available. */
    async have(body: CreateBody): Promise<View> {
      const made = viewOf(await create(body), 201);
      clock.advance(60_000);
      return viewOf(await send('GET', `/resources/${made.id}`), 200);
    },
    get: (id: string) => send('GET', `/resources/${id}`),
    remove: (id: string) => send('DELETE', `/resources/${id}`),
    async inspect(query = ''): Promise<View[]> {
      const reply = await send('GET', `/inspect/resources${query}`);
      return listAnswerSchema.parse(reply.body).items;
    },
  };
}

/** Returns the resource in a reply. Throws if the reply has another status. */
export function viewOf(reply: Reply, status: number): View {
  if (reply.status !== status) {
    throw new Error(`expected ${status}, got ${reply.status} ${JSON.stringify(reply.body)}`);
  }
  return viewSchema.parse(reply.body);
}

/** Returns the status and the error of a refusal. Checks that headers and body agree. */
export function refusalOf(reply: Reply): { status: number } & z.infer<typeof errorSchema>['error'] {
  const { error } = errorSchema.parse(reply.body);
  if (error.requestId !== reply.headers.get('x-request-id')) throw new Error('two request ids');
  if (error.retryAfter !== undefined && reply.headers.get('retry-after') !== `${error.retryAfter}`)
    throw new Error('no Retry-After');
  return { status: reply.status, ...error };
}

export function simulation(...faults: object[]): Record<string, string> {
  return { 'slipway:uid': 'uid-1', 'slipway:simulation': JSON.stringify({ faults }) };
}
