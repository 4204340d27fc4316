/**
 * The only way from a sandbox to the network: an HTTP proxy on a Unix socket. It connects to the hosts of an
 * allow-list, and only to their public addresses, so that a run reaches neither this machine, its networks nor
 * a cloud's metadata service. It connects to the very address that it has checked, because a name could
 * resolve to another one the next time.
 */
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect, isIP, type BlockList } from 'node:net';
import type { Duplex } from 'node:stream';
import { isAllowedAt, isAllowedHost } from './allowed-hosts.ts';
import { contains, isPublicAddress } from './public-address.ts';

const CONNECT_TIMEOUT_MS = 15_000;
const IDLE_TIMEOUT_MS = 300_000;
const MAX_CONNECTIONS = 64;
const HTTPS = 443;
const HTTP = 80;

export interface NetworkProxyOptions {
  /** The path of the Unix socket. */
  socket: string;
  /** See allowed-hosts.ts. */
  hosts: readonly string[];
  /** Networks of this organization that runs may reach although they are not public. */
  networks: BlockList;
  resolve?(host: string): Promise<string[]>;
}

export interface NetworkProxy {
  close(): Promise<void>;
}

class Refused extends Error {
  override readonly name = 'Refused';
}

export async function startNetworkProxy(options: NetworkProxyOptions): Promise<NetworkProxy> {
  const { hosts, networks, resolve = resolveAll } = options;

  async function addressOf(host: string, port: number, usualPort: number): Promise<string> {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (!isAllowedHost(hosts, name)) {
      throw new Refused(`the host ${name} is not in SLIPWAY_DEPLOYMENT_HOSTS`);
    }
    if (!isAllowedAt(hosts, { name, port, usualPort })) {
      throw new Refused(`the port ${port} of ${name} is not in SLIPWAY_DEPLOYMENT_HOSTS`);
    }
    const addresses = isIP(name) === 0 ? await resolve(name) : [name];
    const allowed = addresses.find(
      (address) => isPublicAddress(address) || contains(networks, address),
    );
    if (allowed === undefined) throw new Refused(`the host ${name} has no public address`);
    return allowed;
  }

  async function tunnel(
    { url = '' }: IncomingMessage,
    client: Duplex,
    head: Buffer,
  ): Promise<void> {
    const { hostname, port } = new URL(`http://${url}`);
    const number = port === '' ? HTTP : Number(port);
    const address = await addressOf(plainHost(hostname), number, HTTPS);
    const target = connect({ host: address, port: number, timeout: CONNECT_TIMEOUT_MS });
    target.once('timeout', () => target.destroy(new Error('the connection timed out')));
    client.once('close', () => target.destroy());
    await once(target, 'connect');
    target.setTimeout(IDLE_TIMEOUT_MS);
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    target.write(head);
    target.once('error', () => client.destroy());
    client.pipe(target).pipe(client);
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '');
    if (url.protocol !== 'http:') throw new Refused(`the protocol ${url.protocol} is not allowed`);
    const port = Number(url.port || HTTP);
    const address = await addressOf(plainHost(url.hostname), port, HTTP);
    const onward = httpRequest({
      host: address,
      port,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...request.headers, host: url.host },
      timeout: CONNECT_TIMEOUT_MS,
    });
    onward.once('timeout', () => onward.destroy(new Error('the connection timed out')));
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  }

  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => {
      // Git shows the body of an error only if it is plain text.
      response
        .writeHead(error instanceof Refused ? 403 : 502, { 'content-type': 'text/plain' })
        .end(reasonOf(error));
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  const tunnels = new Set<Duplex>();
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnels.add(client);
    client.once('close', () => tunnels.delete(client)).on('error', () => client.destroy());
    tunnel(request, client, head).catch((error: unknown) => {
      const status = error instanceof Refused ? '403 Forbidden' : '502 Bad Gateway';
      client.end(`HTTP/1.1 ${status}\r\n\r\n${reasonOf(error)}`);
    });
  });
  server.listen(options.socket);
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      for (const client of tunnels) client.destroy();
      await once(server, 'close');
    },
  };
}

/** URLs have IPv6 addresses in brackets. */
function plainHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
