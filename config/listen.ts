import { createServer, type RequestListener } from 'node:http';
import type { Server } from 'node:net';
import { StartupError } from './process.ts';

const IN_FLIGHT_GRACE_MS = 3_000;
const IDLE_SWEEP_MS = 50;
/** Longer than clients keep idle connections: a request on one that is just being closed would fail. */
const KEEP_ALIVE_MS = 80_000;

export interface Listening {
  /** The URL of the server, without a trailing slash. */
  url: string;
  port: number;
  /** Accepts no new requests, waits up to 3 s for requests in flight, then closes all connections. */
  close(): Promise<void>;
}

/**
 * Serves `app` over HTTP.
 *
 * @param options.port 0 chooses a free port
 * @param options.setting the environment variable that an error message names; PORT by default
 * @param options.keepAliveMs how long an idle connection stays open; 80 s by default
 * @throws StartupError if the port is in use or not allowed
 */
export async function listen(
  app: RequestListener,
  options: { host: string; port: number; setting?: string; keepAliveMs?: number },
): Promise<Listening> {
  const { host, port, setting = 'PORT', keepAliveMs = KEEP_ALIVE_MS } = options;
  const server = createServer({ keepAliveTimeout: keepAliveMs }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new StartupError(portProblem(port, setting, error.code ?? error.message)));
    });
    server.listen({ host, port }, resolve);
  });
  const bound = boundPort(server);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        // A keep-alive connection becomes idle only after its last response.
        const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
        const cut = setTimeout(() => server.closeAllConnections(), IN_FLIGHT_GRACE_MS);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

/** The port on which a server listens. */
export function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

/** Explains why a port cannot be used, from the system's error code. */
export function portProblem(port: number, setting: string, code: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use; set ${setting} to another port`;
  if (code === 'EACCES') {
    return `Port ${port} needs more privileges; set ${setting} to a port above 1023`;
  }
  return `Port ${port} cannot be used (${code}); set ${setting} to another port`;
}
