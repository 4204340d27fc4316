/** Load over HTTP, made by autocannon. */
import autocannon from 'autocannon';

export interface LoadOptions {
  /** One is asked after the other, by each connection. */
  urls: readonly string[];
  connections: number;
  seconds: number;
  headers?: Record<string, string>;
  /** The status that every answer must have; 200 unless given. */
  status?: number;
  /** Requests a second in all; unless given, as many as are answered. */
  rate?: number;
  /** Sees the headers of every answer, by the number of its connection. */
  onAnswer?(connection: number, headers: ReadonlyMap<string, string>): void;
}

export interface Load {
  /** Requests a second. */
  rate: number;
  /** ms */
  p50: number;
  p99: number;
  max: number;
}

/** Throws when an answer is missing or has another status. */
export async function load(options: LoadOptions): Promise<Load> {
  const { urls, connections, seconds, headers = {}, status = 200, rate, onAnswer } = options;
  const [first = ''] = urls;
  const requests = urls.map((url) => ({ method: 'GET' as const, path: new URL(url).pathname }));
  let number = 0;
  const result = await autocannon({
    url: new URL(first).origin,
    connections,
    duration: seconds,
    headers,
    requests,
    ...(rate !== undefined && { overallRate: rate, ignoreCoordinatedOmission: true }),
    setupClient(client) {
      const connection = number;
      number += 1;
      // Each begins elsewhere, or all would ask for the same at once.
      const begin = Math.floor((connection * urls.length) / connections);
      client.setRequests([...requests.slice(begin), ...requests.slice(0, begin)]);
      if (onAnswer !== undefined) {
        client.on('headers', (head) => onAnswer(connection, namedHeaders(head)));
      }
    },
  });
  const other = Object.entries(result.statusCodeStats ?? {}).filter(
    ([code]) => code !== String(status),
  );
  if (result.errors > 0 || other.length > 0) {
    const codes = other.map(([code, { count }]) => `${count ?? 0} times ${code}`).join(', ');
    throw new Error(`load on ${first}: ${result.errors} errors; ${codes}`);
  }
  const { p50, p99, max } = result.latency;
  return { rate: result.requests.total / result.duration, p50, p99, max };
}

/** autocannon hands on what its parser has: names and values in turn. */
function namedHeaders(head: unknown): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const list: unknown =
    typeof head === 'object' && head !== null && 'headers' in head ? head.headers : [];
  if (!Array.isArray(list)) return named;
  for (let i = 0; i + 1 < list.length; i += 2) {
    named.set(String(list[i]).toLowerCase(), String(list[i + 1]));
  }
  return named;
}
