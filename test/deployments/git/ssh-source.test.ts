/** Sources over ssh: the machine's own client against a real server, with keys on both sides. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { EngineError } from '../../../deployments/engine/error.ts';
import { testDeployer } from '../../support/deployments/deployer.ts';
import { hasSshClient, startSshServer } from '../../support/deployments/ssh-server.ts';

const server = await startSshServer();
afterAll(() => server.close());
const { signal } = new AbortController();
server.commit('vpc', { 'main.tf': 'resource "terraform_data" "a" {}' });
const URL_OF_VPC = server.url('vpc');

/** A deployer with the secrets of the tests. The sandbox reaches no loopback server. */
function deployerWith(knownHosts: string | undefined) {
  const it = testDeployer({
    isolation: { kind: 'process' },
    gitProtocols: ['ssh'],
    ...(knownHosts !== undefined && { knownHosts }),
  });
  it.secret('key', server.key);
  it.secret('wrong', server.wrongKey);
  return it;
}

async function failureOf(knownHosts: string | undefined, secret: string | undefined) {
  const it = deployerWith(knownHosts);
  const credentials = secret === undefined ? {} : { [server.host]: secret };
  const job = await it.job({}, { credentials });
  const before = server.offeredKeys();
  const error: unknown = await it.deployer
    .resolveCommit(job, { url: URL_OF_VPC }, signal)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof EngineError)) throw new Error('git did not fail', { cause: error });
  const { code, message, retryable } = error.details;
  return { code, message, retryable, offered: server.offeredKeys() - before };
}

/** The middle of a private key, which nothing else has. */
function partOf(key: string): string {
  const lines = key.split('\n').filter((line) => !line.startsWith('-----'));
  return lines[Math.floor(lines.length / 2)] ?? '';
}

/** The arguments and variables of every process of this machine; nothing where they cannot be read. */
function processTexts(): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`))
    .flatMap((file) => {
      try {
        return [readFileSync(file, 'utf8')];
      } catch {
        return [];
      }
    });
}

describe.skipIf(!hasSshClient())('git over ssh', () => {
  test('fetches a commit with a key that is in no argument, variable or blob', async () => {
    const it = deployerWith(server.knownHosts);
    const job = await it.job({}, { credentials: { [server.host]: 'key' } });
    let fetches = 0;
    const seen: string[] = [];
    server.onFetch = () => {
      fetches += 1;
      seen.push(...processTexts());
    };
    const commit = await it.deployer.resolveCommit(job, { url: URL_OF_VPC }, signal);
    expect(commit).toBe(server.git('vpc', 'rev-parse', 'main'));
    const source = await it.deployer.fetchSource(job, { url: URL_OF_VPC, commit }, signal);
    expect(source).toMatchObject({ files: ['main.tf'], git: { url: URL_OF_VPC, commit } });

    expect(fetches).toBe(2);
    expect(seen.some((text) => text.includes('ssh\0-F\0'))).toBe(existsSync('/proc/self/cmdline'));
    expect(seen.filter((text) => text.includes(partOf(server.key)))).toEqual([]);
    const blobs = await Promise.all((await it.blobs.list('')).map((name) => it.blobs.get(name)));
    expect(blobs.filter((blob) => blob?.includes(partOf(server.key)))).toEqual([]);
    // Git's directory, which had the key, is removed.
    expect(readdirSync(`${it.root}/runs`)).toEqual([]);
  });

  test('shows no key to a host that has another key than the known one, or is not known', async () => {
    for (const knownHosts of [server.wrongKnownHosts, undefined]) {
      const failure = await failureOf(knownHosts, 'key');
      expect(failure).toMatchObject({ code: 'git_host_key_unknown', retryable: false, offered: 0 });
      expect(failure.message).toContain('SLIPWAY_GIT_KNOWN_HOSTS');
      expect(failure.message).not.toContain(partOf(server.key));
    }
  });

  test('is denied with another key, and offers none without a secret', async () => {
    const denied = { code: 'git_access_denied', retryable: false };
    const failure = await failureOf(server.knownHosts, 'wrong');
    expect(failure).toMatchObject({ ...denied, offered: 1 });
    expect(failure.message).not.toContain(partOf(server.wrongKey));
    expect(await failureOf(server.knownHosts, undefined)).toMatchObject({ ...denied, offered: 0 });
  });
});
