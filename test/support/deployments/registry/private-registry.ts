/**
 * A private registry of modules and providers, with TLS and a token, that speaks the protocols of registries and of
 * network mirrors. The modules themselves are in git repositories on the same host.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../../http/certificate.ts';
import { gitRepositories, type GitRepositories } from '../git-repositories.ts';
import { serveGit } from '../git-server.ts';
import { servedProvider } from './served-provider.ts';

export interface PrivateRegistry extends GitRepositories {
  /** An address, because a registry needs a name with a dot. */
  host: string;
  /** The file with the certificate that clients have to trust. */
  certificate: string;
  /** The base URL of its mirror, which has the provider `hashicorp/random`. */
  mirrorUrl: string;
  /** The files of providers for which it was asked, each with the `Authorization` of the request. */
  downloads: { name: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** The name and version of its only module, which is in the repository `vpc`. */
export const MODULE = { source: 'acme/vpc/any', version: '1.0.0' } as const;
/** Its only provider: `hashicorp/random` under another name. */
export const PROVIDER = 'acme/random';

export async function startPrivateRegistry(token: string): Promise<PrivateRegistry> {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-registry-'));
  const certificate = path.join(root, 'certificate.pem');
  writeFileSync(certificate, LOCALHOST_CERTIFICATE);
  const basic = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  let host = '';
  const downloads: PrivateRegistry['downloads'] = [];
  const modules = `/modules/${MODULE.source}`;
  const { descriptions, files } = await servedProvider('hashicorp/random', PROVIDER);
  const bodies: Record<string, object> = {
    '/.well-known/terraform.json': { 'modules.v1': '/modules/', 'providers.v1': '/providers/' },
    [`${modules}/versions`]: { modules: [{ versions: [{ version: MODULE.version }] }] },
    ...descriptions,
  };
  const server = createServer(
    { cert: LOCALHOST_CERTIFICATE, key: LOCALHOST_KEY },
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost');
      const { authorization } = request.headers;
      const name = pathname.replace(/^\/files\//, '');
      if (files[name] !== undefined) {
        downloads.push({ name, authorization });
        response.end(files[name]);
        return;
      }
      const isGit = pathname.includes('.git/');
      if (authorization !== (isGit ? basic : `Bearer ${token}`)) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end();
        return;
      }
      if (isGit) {
        serveGit(root, request, response).catch(() => response.destroy());
        return;
      }
      if (pathname === `${modules}/${MODULE.version}/download`) {
        const place = `git::https://${host}/vpc.git?ref=main`;
        response.writeHead(204, { 'x-terraform-get': place }).end();
        return;
      }
      const body = bodies[pathname];
      if (body === undefined) response.writeHead(404).end();
      else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      }
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    ...gitRepositories(root),
    host,
    certificate,
    mirrorUrl: `https://${host}/mirror/`,
    downloads,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
