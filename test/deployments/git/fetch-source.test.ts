/** Sources from git repositories, fetched with git from a real server. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { StoredGit } from '../../../contract/resources/fields/git-source.ts';
import { EngineError } from '../../../deployments/engine/error.ts';
import { packFolder } from '../../../deployments/git/pack-folder.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { openArchive } from '../../../deployments/storage/archives.ts';
import { loadFiles } from '../../../deployments/storage/source.ts';
import { testDeployer, type TestDeployer } from '../../support/deployments/deployer.ts';
import { startGitServer } from '../../support/deployments/git-server.ts';

const MAIN = 'resource "terraform_data" "a" {}';
const MIB = 1024 * 1024;
const server = await startGitServer();
afterAll(() => server.close());
const { signal } = new AbortController();

/** The sandbox reaches no loopback server. */
const deployerHere = (more: Parameters<typeof testDeployer>[0] = {}) =>
  testDeployer({ isolation: { kind: 'process' }, ...more });

interface Fetched {
  it: TestDeployer;
  job: DeploymentJob;
  source: Awaited<ReturnType<TestDeployer['deployer']['fetchSource']>>;
}

async function fetchFrom(
  git: Partial<StoredGit> & { url: string },
  more: Partial<DeploymentJob> = {},
  it = deployerHere(),
): Promise<Fetched> {
  const job = await it.job({}, more);
  const commit = await it.deployer.resolveCommit(job, git, signal);
  return { it, job, source: await it.deployer.fetchSource(job, { ...git, commit }, signal) };
}

async function archived({ it, source }: Fetched): Promise<Record<string, string>> {
  const files = new Map<string, string>();
  const { sha256: digest = '' } = source.archive ?? {};
  await openArchive(it.blobs, { organizationId: 'local', digest }, MIB, async (file) => {
    const parts: Buffer[] = [];
    for await (const part of file.content) parts.push(part);
    files.set(`${file.path}${file.isExecutable ? '*' : ''}`, Buffer.concat(parts).toString());
  });
  return Object.fromEntries(files);
}

async function codeOf(fetching: Promise<unknown>): Promise<unknown> {
  const error: unknown = await fetching.catch((thrown: unknown) => thrown);
  return error instanceof EngineError ? error.details.code : error;
}

test('a branch, a tag, a commit, a full name and the default branch name a commit', async () => {
  const first = server.commit('refs', { 'main.tf': MAIN });
  server.git(
    'refs',
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@a',
    'tag',
    '-a',
    'v1',
    '-m',
    'one',
    first,
  );
  server.git('refs', 'tag', 'light', first);
  server.git('refs', 'update-ref', 'refs/pull/7/head', first);
  const second = server.commit('refs', { 'main.tf': `${MAIN}\n` });
  const other = server.commit('refs', { 'main.tf': '# other' }, 'feature/x');
  // A branch comes before a tag of the same name.
  server.git('refs', 'tag', 'main', other);

  const it = deployerHere();
  const job = await it.job({});
  const url = server.url('refs');
  const commitOf = (ref?: string) =>
    it.deployer.resolveCommit(job, { url, ...(ref !== undefined && { ref }) }, signal);
  expect(await commitOf()).toBe(second);
  expect(await commitOf('main')).toBe(second);
  expect(await commitOf('feature/x')).toBe(other);
  expect(await commitOf('v1')).toBe(first);
  expect(await commitOf('light')).toBe(first);
  expect(await commitOf('refs/pull/7/head')).toBe(first);
  expect(await commitOf('refs/tags/v1')).toBe(first);
  expect(await commitOf(first)).toBe(first);
  await expect(commitOf('missing')).rejects.toMatchObject({
    details: { code: 'git_ref_not_found', retryable: false },
  });
});

test('the files of the commit become an archive, whatever the branch is by then', async () => {
  const commit = server.commit('moved', {
    'envs/prod/main.tf': MAIN,
    'modules/it/main.tf': '# it',
    'run.sh': { script: '#!/bin/sh' },
    'data.bin': Buffer.from([0x41]),
    'link.tf': { link: 'modules/it/main.tf' },
    shared: { link: 'modules' },
  });
  const it = deployerHere();
  const job = await it.job({}, { workingDirectory: 'envs/prod' });
  const git = { url: server.url('moved'), ref: 'main' };
  expect(await it.deployer.resolveCommit(job, git, signal)).toBe(commit);
  server.commit('moved', { 'main.tf': '# another' });
  const source = await it.deployer.fetchSource(job, { ...git, commit }, signal);

  expect(source).toMatchObject({
    git: { ...git, commit },
    workingDirectory: 'envs/prod',
    files: ['envs/prod/main.tf', 'link.tf', 'modules/it/main.tf', 'shared/it/main.tf'],
  });
  expect(await archived({ it, job, source })).toEqual({
    'data.bin': 'A',
    'envs/prod/main.tf': MAIN,
    'link.tf': '# it',
    'modules/it/main.tf': '# it',
    'run.sh*': '#!/bin/sh',
    'shared/it/main.tf': '# it',
  });
  const stored = await loadFiles(it.blobs, it.keys(job), { ...job, sourceDigest: source.sha256 });
  expect(stored['envs/prod/main.tf']).toBe(MAIN);
  expect(readdirSync(path.join(it.root, 'runs'))).toEqual([]);
  // The same commit gives the same archive, from any worker.
  const again = await it.deployer.fetchSource(job, { ...git, commit }, signal);
  expect(again.archive).toEqual(source.archive);
});

test('a path makes a folder of the repository the root', async () => {
  server.commit('folders', { 'infra/main.tf': MAIN, 'other/big.bin': 'x', out: { link: '/etc' } });
  const fetched = await fetchFrom({ url: server.url('folders'), path: 'infra' });
  expect(await archived(fetched)).toEqual({ 'main.tf': MAIN });
  const missing = fetchFrom({ url: server.url('folders'), path: 'nowhere' });
  await expect(codeOf(missing)).resolves.toBe('git_path_not_found');
});

test('a preview stores the files apart', async () => {
  server.commit('preview', { 'main.tf': MAIN });
  const { it, job } = await fetchFrom({ url: server.url('preview') }, { preview: true });
  const { previewSource, sources } = it.keys(job);
  expect(await it.blobs.list(previewSource(job.operationId))).toHaveLength(1);
  // Only the source that the job of the test has stored.
  expect(await it.blobs.list(sources)).toHaveLength(1);
});

test('nothing of the repository runs, and submodules are not fetched', async () => {
  const it = deployerHere();
  const mark = path.join(it.shared, 'ran');
  server.commit('inner', { 'main.tf': MAIN });
  server.commit('hostile', {
    'main.tf': MAIN,
    '.gitattributes': '* filter=evil diff=evil merge=evil\n*.bin filter=lfs\n',
    '.gitmodules': `[submodule "inner"]\n\tpath = inner\n\turl = ${server.url('inner')}\n`,
    'large.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
    '.lfsconfig': '[lfs]\n\turl = http://127.0.0.1:1/\n',
    'hooks/post-checkout': { script: `#!/bin/sh\ntouch ${mark}\n` },
  });
  const inner = server.git('inner', 'rev-parse', 'main');
  const tree = server.git('hostile', 'ls-tree', 'main').concat(`\n160000 commit ${inner}\tinner\n`);
  const withModule = execFileSync('git', ['mktree', '--missing'], {
    cwd: server.directory('hostile'),
    input: tree,
  })
    .toString()
    .trim();
  const commit = server.git(
    'hostile',
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@a',
    'commit-tree',
    '-m',
    'one',
    withModule,
  );
  server.git('hostile', 'update-ref', 'refs/heads/main', commit);

  const files = await archived(await fetchFrom({ url: server.url('hostile') }, {}, it));
  expect(files['large.bin']).toContain('git-lfs');
  expect(Object.keys(files).filter((name) => name.startsWith('inner'))).toEqual([]);
  expect(existsSync(mark)).toBe(false);
});

test('a source that is no module, or that the settings do not allow, is refused', async () => {
  const program =
    'resource "null_resource" "a" {\n  provisioner "local-exec" { command = "id" }\n}';
  server.commit('refused', {
    'program/main.tf': program,
    'empty/README.md': 'x',
    'large/main.tf': MAIN,
    'large/big.bin': randomBytes(20_000),
  });
  const it = deployerHere({ allowLocalExec: false, maxArchiveBytes: 10_000 });
  const refused = async (folder: string, more: Partial<DeploymentJob> = {}) => {
    const git = { url: server.url('refused'), path: folder };
    const error: unknown = await fetchFrom(git, more, it).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: { code: 'source_refused', errorType: 'validation' } });
    return error instanceof Error ? error.message : '';
  };
  expect(await refused('large')).toContain('source.git.path');
  expect(await it.blobs.list('local/archives/')).toEqual([]);
  expect(await refused('empty')).toContain('no .tf or .tofu file');
  const message = await refused('program', { variables: { size: 1 } });
  expect(message).toContain('main.tf: Line 2');
  expect(message).toContain('And 1 more');
});

test('a link that leads out of the folder, nowhere or in a circle is refused', async () => {
  const faultOf = async (name: string, target: string) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-links-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(path.join(folder, 'a'));
    symlinkSync(target, path.join(folder, name));
    return buffer(packFolder(folder)).catch(String);
  };
  expect(await faultOf('b', '/etc/passwd')).toContain('leads out');
  expect(await faultOf('b', '../..')).toContain('leads out');
  expect(await faultOf('b', 'missing')).toContain('leads out');
  expect(await faultOf('a/b', '../a')).toContain('too deep');
});

test('errors say what is wrong', async () => {
  server.commit('private', { 'main.tf': MAIN });
  const at = (git: Partial<StoredGit> & { url: string }) => codeOf(fetchFrom(git));
  expect(await at({ url: server.url('nothing') })).toBe('git_repository_not_found');
  expect(await at({ url: server.url('private'), ref: 'f'.repeat(40) })).toBe('git_ref_not_found');
  expect(await at({ url: 'http://127.0.0.1:1/a.git' })).toBe('git_unreachable');
  expect(await at({ url: 'http://nowhere.invalid/a.git' })).toBe('git_unreachable');
  server.protect('user:password');
  try {
    expect(await at({ url: server.url('private') })).toBe('git_access_denied');
  } finally {
    server.protect(undefined);
  }
});

test('a private repository needs a secret for its host, which no message shows', async () => {
  const token = 'ghp_1234567890abcdef';
  server.commit('secret', { 'main.tf': MAIN });
  server.protect(`x-access-token:${token}`);
  try {
    const it = deployerHere();
    const at = (secret: string, host = server.host) =>
      fetchFrom({ url: server.url('secret') }, { credentials: { [host]: secret } }, it);
    it.secret('token', token);
    it.secret('login', `x-access-token:${token}`);
    it.secret('wrong', 'user:not-the-password');
    expect(await archived(await at('token'))).toEqual({ 'main.tf': MAIN });
    expect(await archived(await at('login'))).toEqual({ 'main.tf': MAIN });
    const error: unknown = await at('wrong').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: { code: 'git_access_denied' } });
    expect(String(error)).not.toContain('not-the-password');
    expect(await codeOf(at('token', 'other.example.com'))).toBe('git_access_denied');
    expect(await codeOf(at('missing'))).toBe('secret_not_found');
  } finally {
    server.protect(undefined);
  }
});

test('protocols that the settings do not allow are not used, not even after a redirect', async () => {
  server.commit('local', { 'main.tf': MAIN });
  const it = deployerHere({ gitProtocols: ['https'] });
  const url = `file://${server.directory('local')}`;
  await expect(fetchFrom({ url }, {}, it)).rejects.toThrow(/transport 'file' not allowed/);
  expect(await archived(await fetchFrom({ url }))).toEqual({ 'main.tf': MAIN });
});
