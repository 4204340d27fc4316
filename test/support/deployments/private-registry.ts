/**
 * A private registry of modules, with TLS and a token, that speaks the protocol of registries. The modules themselves
 * are in a git repository on the same host.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from '../http/certificate.ts';
import { gitRepositories, type GitRepositories } from './git-repositories.ts';
import { serveGit } from './git-server.ts';

export interface PrivateRegistry extends GitRepositories {
  /** An address, because a registry needs a name with a dot. */
  host: string;
  /** The file with the certificate that clients have to trust. */
  certificate: string;
  close(): Promise<void>;
}

/** The name and version of its only module, which is in the repository `vpc`. */
export const MODULE = { source: 'acme/vpc/any', version: '1.0.0' } as const;

export async function startPrivateRegistry(token: string): Promise<PrivateRegistry> {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-registry-'));
  const certificate = path.join(root, 'certificate.pem');
  writeFileSync(certificate, LOCALHOST_CERTIFICATE);
  const basic = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  let host = '';
  const modules = `/modules/${MODULE.source}`;
  const answers: Record<string, () => { body?: object; headers?: Record<string, string> }> = {
    '/.well-known/terraform.json': () => ({ body: { 'modules.v1': '/modules/' } }),
    [`${modules}/versions`]: () => ({
      body: { modules: [{ versions: [{ version: MODULE.version }] }] },
    }),
    [`${modules}/${MODULE.version}/download`]: () => ({
      headers: { 'x-terraform-get': `git::https://${host}/vpc.git?ref=main` },
    }),
  };
  const server = createServer(
    { cert: LOCALHOST_CERTIFICATE, key: LOCALHOST_KEY },
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost');
      const isGit = pathname.includes('.git/');
      const { authorization } = request.headers;
      if (authorization !== (isGit ? basic : `Bearer ${token}`)) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end();
        return;
      }
      if (isGit) {
        serveGit(root, request, response).catch(() => response.destroy());
        return;
      }
      const answer = answers[pathname]?.();
      if (answer === undefined) response.writeHead(404).end();
      else if (answer.body === undefined) response.writeHead(204, answer.headers).end();
      else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer.body));
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
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
