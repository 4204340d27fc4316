import { createServer, type RequestListener } from 'node:http';
import type { Server } from 'node:net';
import { StartupError } from './process.ts';

const IN_FLIGHT_GRACE_MS = 3_000;
const IDLE_SWEEP_MS = 50;

export interface Listening {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** Takes no new requests, waits up to 3 s for those in flight, then cuts the connections. */
  close(): Promise<void>;
}

/**
 * Serves `app` over HTTP.
 *
 * @param options.port 0 takes any free port
 * @param options.setting the environment variable to name when the port cannot be had
 * @throws StartupError when the port is taken or forbidden
 */
export async function listen(
  app: RequestListener,
  options: { host: string; port: number; setting?: string },
): Promise<Listening> {
  const { host, port, setting = 'PORT' } = options;
  const server = createServer(app);
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
        // A keep-alive connection gets idle only when its last answer is out.
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

/** The port that a listening server got. */
export function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address.port;
}

/** The sentence for a port that cannot be had, from the system's error code. */
export function portProblem(port: number, setting: string, code: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is taken; set ${setting} to another one`;
  if (code === 'EACCES') {
    return `Port ${port} is not allowed here; set ${setting} to one above 1023`;
  }
  return `Port ${port} cannot be used (${code}); set ${setting} to another one`;
}
