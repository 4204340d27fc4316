/**
 * The credentials for the hosts of git repositories, modules and providers. They reach git, ssh and the engine
 * through files in the run's directory, never through arguments.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GitProtocol } from '../../contract/resources/fields/git-source.ts';
import type { RunDirectory } from '../runner/run-directory.ts';
import { writeRunFile } from '../runner/run-files.ts';

export interface HostSettings {
  gitProtocols: readonly GitProtocol[];
  /** The file with the keys of ssh hosts. Without it, no ssh host is known. */
  knownHosts?: string | undefined;
  isolation: { kind: string };
}

export interface HostCredentials {
  /** By host, perhaps with a port. */
  passwords: ReadonlyMap<string, { user: string; password: string }>;
  /** The private keys for ssh. */
  keys: ReadonlyMap<string, string>;
}

/** Hosts ignore the name beside a token, but want one. */
const TOKEN_USER = 'x-access-token';
const SSH_PORT = 22;
/** What connects ssh to the way out of a sandbox. See sandbox/inside.mts. */
const PROXY_COMMAND = '/slipway/node --max-old-space-size=64 /slipway/inside.mjs --connect %h %p';

/** @param values a token, `user:password` or a private key, by host */
export function hostCredentials(values: Readonly<Record<string, string>>): HostCredentials {
  const passwords = new Map<string, { user: string; password: string }>();
  const keys = new Map<string, string>();
  for (const [host, value] of Object.entries(values)) {
    const colon = value.indexOf(':');
    if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) keys.set(host, value);
    else if (colon === -1) passwords.set(host, { user: TOKEN_USER, password: value });
    else passwords.set(host, { user: value.slice(0, colon), password: value.slice(colon + 1) });
  }
  return { passwords, keys };
}

/** The addresses `host:port` that ssh may reach with its keys. */
export function sshTargets({ keys }: HostCredentials): string[] {
  return [...keys.keys()].map((host) => (host.includes(':') ? host : `${host}:${SSH_PORT}`));
}

/** The tokens for registries, by host. A registry has no user names. */
export function registryTokens({ passwords }: HostCredentials): [string, string][] {
  return [...passwords].map(([host, { password }]) => [host, password]);
}

/** The variables that make git ask nobody, and use the files that writeHostFiles writes. */
export function hostEnvironment(
  directory: RunDirectory,
  inherited: Readonly<Record<string, string>>,
): Record<string, string> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: folder } = inherited;
  return {
    GIT_TERMINAL_PROMPT: '0',
    GIT_SSH_COMMAND: `ssh -F '${sshFile(directory, 'config').replaceAll("'", String.raw`'\''`)}'`,
    // Git trusts the same certificates as everything else.
    ...(file !== undefined && { GIT_SSL_CAINFO: file }),
    ...(folder !== undefined && { GIT_SSL_CAPATH: folder }),
  };
}

/**
 * Writes the credentials into the home directory of the run, which exists.
 *
 * @param gitSettings settings of git, by name
 */
export async function writeHostFiles(
  directory: RunDirectory,
  credentials: HostCredentials,
  settings: HostSettings,
  gitSettings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { root, home } = directory;
  const write = (file: string, text: string) => writeRunFile(root, file, text);
  await write(
    path.join(home, '.gitconfig'),
    gitConfig({ ...gitSettings, 'credential.helper': 'store' }),
  );
  await write(path.join(home, '.git-credentials'), storedPasswords(credentials, settings));
  await mkdir(path.dirname(sshFile(directory, 'config')), { recursive: true, mode: 0o700 });
  const { knownHosts } = settings;
  const known = knownHosts === undefined ? '' : await readFile(knownHosts, 'utf8').catch(() => '');
  await write(sshFile(directory, 'known_hosts'), known);
  const keys = [...credentials.keys];
  for (const [i, [, key]] of keys.entries()) {
    await write(sshFile(directory, `key-${i}`), `${key.trimEnd()}\n`);
  }
  const hosts = keys.map(([host], i) => ({
    host: host.replace(/:\d+$/, ''),
    key: sshFile(directory, `key-${i}`),
  }));
  await write(sshFile(directory, 'config'), sshConfig(directory, hosts, settings));
  // In a sandbox, ssh finds its user there.
  await writeFile(path.join(root, 'passwd'), `slipway:x:1000:1000::${home}:/bin/sh\n`);
}

function sshFile({ home }: RunDirectory, name: string): string {
  return path.join(home, 'ssh', name);
}

function gitConfig(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([key, value]) => {
      const dot = key.indexOf('.');
      return `[${key.slice(0, dot)}]\n\t${key.slice(dot + 1)} = ${value}\n`;
    })
    .join('');
}

/** The file of git's helper `store`. */
function storedPasswords({ passwords }: HostCredentials, { gitProtocols }: HostSettings): string {
  const protocols = gitProtocols.filter((name) => name === 'https' || name === 'http');
  return [...passwords]
    .flatMap(([host, { user, password }]) =>
      protocols.map(
        (protocol) =>
          `${protocol}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}\n`,
      ),
    )
    .join('');
}

/** The first value of each option counts, except that all identity files do. */
function sshConfig(
  directory: RunDirectory,
  hosts: readonly { host: string; key: string }[],
  { isolation }: HostSettings,
): string {
  const common = [
    'Host *',
    'BatchMode yes',
    // Neither the agent nor the keys of the worker's user.
    'IdentityAgent none',
    'IdentitiesOnly yes',
    'IdentityFile none',
    'StrictHostKeyChecking yes',
    `UserKnownHostsFile "${sshFile(directory, 'known_hosts')}"`,
    'GlobalKnownHostsFile /dev/null',
    'ConnectTimeout 15',
    ...(isolation.kind === 'bubblewrap' ? [`ProxyCommand ${PROXY_COMMAND}`] : []),
  ];
  const own = hosts.flatMap(({ host, key }) => [`Host ${host}`, `IdentityFile "${key}"`]);
  return `${[...own, ...common].join('\n')}\n`;
}
