/** The files and settings with which git, ssh and the engine know private hosts. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { engineConfig } from '../../../deployments/engine/config.ts';
import {
  hostCredentials,
  hostEnvironment,
  registryTokens,
  sshTargets,
  writeHostFiles,
} from '../../../deployments/hosts/host-credentials.ts';
import { runDirectory } from '../../../deployments/runner/run-directory.ts';

const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----';
const credentials = hostCredentials({
  'git.example.com': 'a-token',
  'bitbucket.org': 'x-token-auth:p@ss:word',
  'ssh.example.com': KEY,
  'other.example.com:2222': KEY,
});

function emptyRun() {
  const runs = mkdtempSync(path.join(tmpdir(), 'slipway-hosts-'));
  onTestFinished(() => rmSync(runs, { recursive: true }));
  const directory = runDirectory(runs, 'operation');
  mkdirSync(directory.home, { recursive: true });
  return { runs, directory };
}

test('a secret is a token, a user with a password, or a key', () => {
  expect(registryTokens(credentials)).toEqual([
    ['git.example.com', 'a-token'],
    ['bitbucket.org', 'p@ss:word'],
  ]);
  expect(sshTargets(credentials)).toEqual(['ssh.example.com:22', 'other.example.com:2222']);
});

test('git finds passwords in its store, and ssh its keys in a configuration of their own', async () => {
  const { runs, directory } = emptyRun();
  const knownHosts = path.join(runs, 'known');
  writeFileSync(knownHosts, 'ssh.example.com ssh-ed25519 AAAA\n');
  const settings = { gitProtocols: ['https'] as const, knownHosts, isolation: { kind: 'process' } };
  await writeHostFiles(directory, credentials, settings);
  const read = (name: string) => readFileSync(path.join(directory.home, name), 'utf8');
  expect(read('.git-credentials')).toBe(
    'https://x-access-token:a-token@git.example.com\nhttps://x-token-auth:p%40ss%3Aword@bitbucket.org\n',
  );
  expect(read('ssh/known_hosts')).toBe('ssh.example.com ssh-ed25519 AAAA\n');
  expect(read('ssh/key-0')).toBe(`${KEY}\n`);
  expect(statSync(path.join(directory.home, 'ssh/key-0')).mode & 0o777).toBe(0o600);
  const config = read('ssh/config');
  expect(config).toContain(`Host other.example.com\nIdentityFile "${directory.home}/ssh/key-1"`);
  expect(config).toContain('StrictHostKeyChecking yes');
  expect(config).toContain('IdentityAgent none');
  expect(config).not.toContain('ProxyCommand');
  const { GIT_SSH_COMMAND, GIT_TERMINAL_PROMPT } = hostEnvironment(directory, {});
  expect(GIT_SSH_COMMAND).toBe(`ssh -F '${directory.home}/ssh/config'`);
  expect(GIT_TERMINAL_PROMPT).toBe('0');

  await writeHostFiles(directory, credentials, { ...settings, isolation: { kind: 'bubblewrap' } });
  expect(read('ssh/config')).toContain('ProxyCommand /slipway/node');
});

test('a link that a module has left in the place of the files is not followed', async () => {
  const { runs, directory } = emptyRun();
  const settings = { gitProtocols: ['https'] as const, isolation: { kind: 'process' } };
  const outside = path.join(runs, 'outside');
  writeFileSync(outside, 'untouched');
  symlinkSync(outside, path.join(directory.home, '.git-credentials'));
  await writeHostFiles(directory, credentials, settings);
  expect(readFileSync(outside, 'utf8')).toBe('untouched');
  rmSync(path.join(directory.home, 'ssh'), { recursive: true });
  symlinkSync(runs, path.join(directory.home, 'ssh'));
  await expect(writeHostFiles(directory, credentials, settings)).rejects.toThrow('link');
});

test('a mirror takes the place of the registries, except for providers of a directory', async () => {
  const mirrorDirectory = mkdtempSync(path.join(tmpdir(), 'slipway-mirror-'));
  onTestFinished(() => rmSync(mirrorDirectory, { recursive: true }));
  mkdirSync(path.join(mirrorDirectory, 'registry.acme.test/acme/dns'), { recursive: true });
  mkdirSync(path.join(mirrorDirectory, 'registry.acme.test/acme/other'), { recursive: true });
  const mirrorUrl = 'https://mirror.example.com/providers/';
  const allowed = ['hashicorp/aws', 'registry.acme.test/acme/dns'];
  const mirrors = { mirror: '/nowhere', mirrorDirectory, mirrorUrl };
  const config = await engineConfig(mirrors, allowed, [['registry.acme.test', 'a"token']]);
  expect(config).toBe(`disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = "${mirrorDirectory}"
    include = ["registry.acme.test/acme/dns"]
  }
  network_mirror {
    url = "${mirrorUrl}"
    include = ["registry.opentofu.org/hashicorp/aws", "registry.terraform.io/hashicorp/aws"]
  }
}
credentials "registry.acme.test" {
    token = "a\\"token"
}
`);
  const all = await engineConfig(mirrors, ['*']);
  expect(all).toContain(
    'include = ["registry.acme.test/acme/dns", "registry.acme.test/acme/other"]',
  );
  expect(all).toContain(
    'exclude = ["registry.acme.test/acme/dns", "registry.acme.test/acme/other"]',
  );
  expect(all).not.toContain('direct');
});
