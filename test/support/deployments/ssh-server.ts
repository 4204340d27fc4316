/** A git server over ssh on loopback, which serves fetches of the owner of one key. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ssh2, { type AuthContext, type ParsedKey, type ServerChannel } from 'ssh2';
import { GIT_IDENTITY, gitRepositories, type GitRepositories } from './git-repositories.ts';

export interface SshServer extends GitRepositories {
  /** The host and port of the URLs. */
  host: string;
  /** The URL of a repository. */
  url(name: string): string;
  /** A file of known hosts with the server's key. */
  knownHosts: string;
  /** The same with the key of another server. */
  wrongKnownHosts: string;
  /** The private key that it accepts, and one that it does not. */
  key: string;
  wrongKey: string;
  /** The number of keys that clients have offered. */
  offeredKeys(): number;
  /** Called before each fetch. */
  onFetch: () => void;
  close(): Promise<void>;
}

/** True if the machine has an ssh client. Without one, the output says what is not tested. */
export function hasSshClient(): boolean {
  try {
    execFileSync('ssh', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write('There is no ssh client on PATH: git over ssh is not tested.\n');
    return false;
  }
}

const COMMAND = /^git-upload-pack '\/([a-z-]+)\.git'$/;

export async function startSshServer(): Promise<SshServer> {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-ssh-'));
  const repositories = gitRepositories(root);
  const newKey = () => ssh2.utils.generateKeyPairSync('ed25519');
  const [hostKey, otherHostKey, userKey, otherUserKey] = [newKey(), newKey(), newKey(), newKey()];
  const accepted = parsedKey(userKey);
  const offered = new Set<string>();
  const hooks = { onFetch: () => {} };

  function authenticate(context: AuthContext): void {
    if (context.method !== 'publickey') return context.reject(['publickey']);
    const { data } = context.key;
    offered.add(data.toString('base64'));
    const isAccepted = data.equals(accepted.getPublicSSH());
    // Without a signature, the client only asks whether it may use the key.
    const isSigned =
      context.signature === undefined ||
      (context.blob !== undefined &&
        accepted.verify(context.blob, context.signature, context.hashAlgo));
    if (isAccepted && isSigned) context.accept();
    else context.reject(['publickey']);
  }

  function serve(channel: ServerChannel, name: string, protocol: string): void {
    hooks.onFetch();
    const child = spawn('git', ['upload-pack', repositories.directory(name)], {
      env: { ...process.env, ...GIT_IDENTITY, GIT_PROTOCOL: protocol },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => {});
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    child.on('close', (code) => {
      channel.exit(code ?? 1);
      channel.end();
    });
  }

  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    // A client that does not trust the server goes away.
    client.on('error', () => {});
    client.on('authentication', authenticate);
    client.on('session', (accept) => {
      let protocol = '';
      accept()
        .on('env', (acceptVariable, _refuse, { key, val }) => {
          if (key === 'GIT_PROTOCOL') protocol = val;
          // ssh wants no answer.
          (acceptVariable as (() => void) | undefined)?.();
        })
        .on('exec', (acceptCommand, refuse, { command }) => {
          const [, name] = COMMAND.exec(command) ?? [];
          if (name === undefined) refuse();
          else serve(acceptCommand(), name, protocol);
        });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const known = (name: string, { public: key }: KeyPair) => {
    const file = path.join(root, name);
    writeFileSync(file, `[127.0.0.1]:${port} ${key}\n`);
    return file;
  };
  return Object.assign(hooks, {
    ...repositories,
    host: `127.0.0.1:${port}`,
    url: (name: string) => `ssh://git@127.0.0.1:${port}/${name}.git`,
    knownHosts: known('known_hosts', hostKey),
    wrongKnownHosts: known('wrong_known_hosts', otherHostKey),
    key: userKey.private,
    wrongKey: otherUserKey.private,
    offeredKeys: () => offered.size,
    async close() {
      server.close();
      await once(server, 'close');
      rmSync(root, { recursive: true, force: true });
    },
  });
}

type KeyPair = ReturnType<typeof ssh2.utils.generateKeyPairSync>;

function parsedKey({ public: key }: KeyPair): ParsedKey {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
}
