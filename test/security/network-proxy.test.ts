/** The way out of a sandbox leads to public addresses of an allow-list, and nowhere else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startNetworkProxy,
  type NetworkProxy,
} from '../../deployments/runner/sandbox/network-proxy.ts';
import { blockList, isPublicAddress } from '../../deployments/runner/sandbox/public-address.ts';

const ADDRESSES: Record<string, string[]> = {
  'registry.example': ['10.0.0.1'],
  'rebound.example': ['127.0.0.1', '169.254.169.254'],
  'intranet.example': ['127.9.9.9'],
  'git.example': ['127.9.9.8'],
  'api.cloud.example': ['192.168.1.1'],
};

const folder = mkdtempSync(path.join(tmpdir(), 'slipway-proxy-'));
const socketPath = path.join(folder, 'network');
let proxy: NetworkProxy;
beforeAll(async () => {
  proxy = await startNetworkProxy({
    socket: socketPath,
    hosts: [
      'registry.example',
      'rebound.example',
      'intranet.example',
      '*.cloud.example',
      'intranet.example:8443',
      'git.example:22',
      '127.0.0.1',
    ],
    networks: blockList(['127.9.0.0/16']),
    resolve: (host) => Promise.resolve(ADDRESSES[host] ?? []),
  });
});
afterAll(async () => {
  await proxy.close();
  rmSync(folder, { recursive: true });
});

/** The status with which the proxy answers `CONNECT`. */
function connects(authority: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method: 'CONNECT', path: authority });
    asking.once('connect', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asking.once('error', reject);
    asking.end();
  });
}

test.each([
  ['a host that is not in the list', 'evil.example:443'],
  ['a name above a pattern', 'cloud.example:443'],
  ['a name that ends like a pattern', 'evilcloud.example:443'],
  ['a private address', 'registry.example:443'],
  ['a private address behind a pattern', 'api.cloud.example:443'],
  ['loopback and the metadata service', 'rebound.example:443'],
  ['a literal loopback address', '127.0.0.1:443'],
  ['a port that is not https', 'intranet.example:22'],
  ['https, of a host with another port', 'git.example:443'],
])('%s is refused', async (_what, authority) => {
  expect(await connects(authority)).toBe(403);
});

test('plain http is refused in words that git shows, which are plain text', async () => {
  const asking = request({ socketPath, path: 'http://evil.example/acme.git/info/refs' });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(403);
  expect(answer.headers['content-type']).toBe('text/plain');
  expect(await text(answer)).toBe('the host evil.example is not in SLIPWAY_DEPLOYMENT_HOSTS');
});

test('a private network that is allowed is tried', async () => {
  // Nothing listens there.
  expect(await connects('intranet.example:443')).toBe(502);
  expect(await connects('intranet.example:8443')).toBe(502);
  expect(await connects('git.example:22')).toBe(502);
});

test.each([
  ['1.1.1.1', true],
  ['2606:4700:4700::1111', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['192.168.0.1', false],
  ['224.0.0.1', false],
  ['0.0.0.0', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['2002:7f00:1::', false],
  ['no address', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
