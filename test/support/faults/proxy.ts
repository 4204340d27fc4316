/**
 * An HTTP proxy between a worker and the simulator, for the faults of a network: the response is lost,
 * late or never comes, while the request takes effect at once, or later.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxiedRequest {
  method: string;
  path: string;
  body: string;
}
export type Predicate = (request: ProxiedRequest) => boolean;

export interface Hits {
  /** The number of the first match that it hits. 1 unless given. */
  nth?: number;
  /** How many matches it hits from there on. 1 unless given. */
  times?: number;
}

export interface Rule {
  /** How many requests it has hit. */
  readonly hits: number;
  remove(): void;
}

export interface Proxy {
  readonly url: string;
  /** Forwards the request, and cuts the connection instead of answering. */
  dropReply(predicate: Predicate, hits?: Hits): Rule;
  /** Cuts the connection without forwarding. */
  reset(predicate: Predicate, hits?: Hits): Rule;
  /** Answers `ms` later than the simulator does. */
  delay(predicate: Predicate, ms: number, hits?: Hits): Rule;
  /** Cuts the connection, and forwards the request `ms` later: an effect after its caller gave up. */
  late(predicate: Predicate, ms: number, hits?: Hits): Rule;
  /** While true, every connection is cut at once. */
  refuse(all: boolean): void;
  /** How many matching requests have come. */
  count(predicate: Predicate): number;
  close(): Promise<void>;
}

export const isCreate: Predicate = ({ method, path }) => method === 'POST' && path === '/resources';
export const isUpdate: Predicate = ({ method }) => method === 'PATCH';
export const isDelete: Predicate = ({ method }) => method === 'DELETE';
/** Matches a create of the resource of this type and name. */
export function creates(type: string, name: string): Predicate {
  return (proxied) => {
    if (!isCreate(proxied)) return false;
    const body = JSON.parse(proxied.body) as { type?: string; name?: string };
    return body.type === type && body.name === name;
  };
}

type Effect = 'drop' | 'reset' | { delayMs: number } | { lateMs: number };
interface ActiveRule {
  predicate: Predicate;
  effect: Effect;
  nth: number;
  times: number;
  matches: number;
  hits: number;
}

/** `target` is called for each request, so that the simulator may move. */
export async function startProxy(target: () => string): Promise<Proxy> {
  const rules = new Set<ActiveRule>();
  const seen: ProxiedRequest[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let refusing = false;

  const server = createServer((incoming, response) => {
    void readAll(incoming).then((body) => {
      const proxied = { method: incoming.method ?? '', path: incoming.url ?? '', body };
      seen.push(proxied);
      serve(proxied, incoming, response);
    });
  });
  server.on('connection', (socket) => {
    if (refusing) socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });

  function serve(proxied: ProxiedRequest, incoming: IncomingMessage, response: ServerResponse) {
    const effect = refusing ? 'reset' : effectOf(proxied);
    if (effect === 'reset') {
      response.destroy();
    } else if (effect === 'drop') {
      void forward(proxied, incoming).finally(() => response.destroy());
    } else if (effect !== undefined && 'lateMs' in effect) {
      response.destroy();
      after(effect.lateMs, () => void forward(proxied, incoming).catch(() => {}));
    } else {
      forward(proxied, incoming).then(
        ({ status, headers, body }) => {
          const answer = () => void response.writeHead(status, headers).end(body);
          if (effect === undefined) answer();
          else after(effect.delayMs, answer);
        },
        () => response.destroy(),
      );
    }
  }

  function effectOf(proxied: ProxiedRequest): Effect | undefined {
    for (const rule of rules) {
      if (!rule.predicate(proxied)) continue;
      rule.matches += 1;
      if (rule.matches < rule.nth || rule.hits >= rule.times) continue;
      rule.hits += 1;
      return rule.effect;
    }
    return undefined;
  }

  function after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  }

  async function forward(proxied: ProxiedRequest, incoming: IncomingMessage) {
    const { hostname, port } = new URL(target());
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>(
      (resolve, reject) => {
        const outgoing = request(
          { hostname, port, method: proxied.method, path: proxied.path, headers, agent: false },
          (answer) => {
            readAll(answer).then((body) => {
              const { 'transfer-encoding': _encoding, ...rest } = answer.headers;
              resolve({ status: answer.statusCode ?? 502, headers: rest, body });
            }, reject);
          },
        );
        outgoing.once('error', reject);
        outgoing.end(proxied.body);
      },
    );
  }

  function add(predicate: Predicate, effect: Effect, { nth = 1, times = 1 }: Hits = {}): Rule {
    const rule: ActiveRule = { predicate, effect, nth, times, matches: 0, hits: 0 };
    rules.add(rule);
    return {
      get hits() {
        return rule.hits;
      },
      remove: () => void rules.delete(rule),
    };
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dropReply: (predicate, hits) => add(predicate, 'drop', hits),
    reset: (predicate, hits) => add(predicate, 'reset', hits),
    delay: (predicate, ms, hits) => add(predicate, { delayMs: ms }, hits),
    late: (predicate, ms, hits) => add(predicate, { lateMs: ms }, hits),
    refuse(all) {
      refusing = all;
      if (all) server.closeAllConnections();
    },
    count: (predicate) => seen.filter(predicate).length,
    close() {
      for (const timer of timers) clearTimeout(timer);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
