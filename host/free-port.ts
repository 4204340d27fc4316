import { createServer } from 'node:net';
import { boundPort } from '../config/listen.ts';

export type PortState = { free: true; port: number } | { free: false; code: string };

/** Tests whether this process can listen on a port. Port 0 chooses a free one. */
export function tryPort(host: string, port: number): Promise<PortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ free: false, code: error.code ?? error.message });
    });
    server.listen({ host, port }, () => {
      const bound = boundPort(server);
      server.close(() => resolve({ free: true, port: bound }));
    });
  });
}
