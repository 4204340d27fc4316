/**
 * Fetches the source of a deployment from a git repository: the commit that a ref names, and then its files. They
 * become an archive like any uploaded one, with the same checks.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { StoredGit } from '../../contract/resources/fields/git-source.ts';
import type { StoredSource } from '../../contract/resources/fields/module-source.ts';
import { placeFaults } from '../../contract/resources/fields/source-paths.ts';
import { redactor } from '../engine/redaction.ts';
import { hostCredentials } from '../hosts/host-credentials.ts';
import type { DeploymentJob } from '../job.ts';
import { moduleFaults } from '../lint/module-faults.ts';
import type { LintSettings } from '../lint/rules.ts';
import { awaitRunnerExit, runDirectory, writableDirectories } from '../runner/run-directory.ts';
import type { SessionSettings } from '../runner/session.ts';
import { ArchiveError } from '../storage/archive.ts';
import { storeArchive, useArchive, type ArchiveIndex } from '../storage/archives.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { storeArchiveUse, storePreviewSource, storeSource } from '../storage/source.ts';
import { storedSource, type Source } from '../storage/stored-source.ts';
import { refNotFound, sourceRefused } from './git-errors.ts';
import { packFolder } from './pack-folder.ts';
import { commitIn, findCommit, refNames } from './remote-refs.ts';
import { prepareGit, type Git, type GitSettings } from './run-git.ts';

const MIB = 1024 * 1024;
const SHORT_COMMIT = 12;

export type SourceSettings = GitSettings &
  LintSettings &
  Pick<SessionSettings, 'blobs' | 'maxArchiveBytes' | 'readSecret'>;

/** Returns the commit that the ref names now. Throws EngineError, for example `git_ref_not_found`. */
export async function resolveCommit(
  settings: SourceSettings,
  job: DeploymentJob,
  { url, ref }: StoredGit,
  signal: AbortSignal,
): Promise<string> {
  const known = commitIn(ref);
  if (known !== undefined) return known;
  return withGit(settings, job, url, signal, async (git) => {
    const names = refNames(ref);
    const lines = await git.run({
      args: ['ls-remote', '--quiet', '--', url, ...names],
      doing: `read the refs of ${url}`,
      network: true,
      signal,
    });
    const commit = findCommit(lines, names);
    if (commit === undefined) throw refNotFound(ref ?? 'HEAD', url);
    return commit;
  });
}

/**
 * Fetches the files of a commit, checks them and stores them for the job. Throws EngineError, for example
 * `source_refused`.
 */
export async function fetchSource(
  settings: SourceSettings,
  job: DeploymentJob,
  git: StoredGit & { commit: string },
  signal: AbortSignal,
): Promise<StoredSource> {
  const { blobs } = settings;
  const { workingDirectory } = job;
  const fetched = await withGit(settings, job, git.url, signal, async (prepared) => {
    await checkOut(prepared, git, signal);
    return storeFolder(settings, job, prepared);
  }).catch((error: unknown) => {
    throw error instanceof ArchiveError ? sourceRefused(reasonOf(error, git)) : error;
  });
  const source: Source = {
    files: fetched.index.files,
    archive: { sha256: fetched.digest, bytes: fetched.index.bytes },
    git,
    ...(workingDirectory !== undefined && { workingDirectory }),
  };
  refuseFaults(source, settings, job);
  const keys = deploymentKeys(job.organizationId, job.uid);
  if (job.preview) {
    await storePreviewSource(blobs, job, job.operationId, source.files);
  } else {
    await storeSource(blobs, keys, source.files);
    await storeArchiveUse(blobs, keys, fetched.digest);
  }
  return storedSource(source);
}

/** Calls with git in an empty run directory of the job, which is removed afterwards. */
async function withGit<T>(
  settings: SourceSettings,
  job: DeploymentJob,
  url: string,
  signal: AbortSignal,
  call: (git: Git) => Promise<T>,
): Promise<T> {
  const directory = runDirectory(settings.runsRoot, job.operationId);
  await awaitRunnerExit(directory, { graceMs: settings.graceMs, signal });
  await rm(directory.root, { recursive: true, force: true });
  try {
    for (const folder of writableDirectories(directory)) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    const values = await credentialsFor(url, job, settings);
    const git = await prepareGit(settings, {
      directory,
      redact: redactor(Object.values(values)),
      credentials: hostCredentials(values),
    });
    return await call(git);
  } finally {
    await rm(directory.root, { recursive: true, force: true });
  }
}

/** Only the credentials of the host: a redirect to another one gets none. */
async function credentialsFor(
  url: string,
  { organizationId, credentials = {} }: DeploymentJob,
  { readSecret }: Pick<SessionSettings, 'readSecret'>,
): Promise<Record<string, string>> {
  const { host, hostname } = new URL(url);
  const name = credentials[host] ?? credentials[hostname];
  return name === undefined ? {} : { [host]: await readSecret(organizationId, name) };
}

/** Writes the files of the commit into the directory of files. */
async function checkOut(
  git: Git,
  { url, path: folder, commit }: StoredGit & { commit: string },
  signal: AbortSignal,
): Promise<void> {
  const { output, files } = git.directory;
  const repository = path.join(output, 'repository');
  // What `git init` does, without a run of its own.
  for (const name of ['objects', 'refs'])
    await mkdir(path.join(repository, name), { recursive: true });
  await writeFile(path.join(repository, 'HEAD'), 'ref: refs/heads/none\n');
  const inRepository = [`--git-dir=${repository}`, `--work-tree=${files}`];
  const fetching = ['--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  await git.run({
    args: [...inRepository, 'fetch', '--quiet', ...fetching, '--', url, commit],
    doing: `fetch the commit ${commit} of ${url}`,
    network: true,
    signal,
  });
  const tree = folder === undefined ? `${commit}^{tree}` : `${commit}^{commit}:${folder}`;
  await git.run({
    args: [...inRepository, 'read-tree', '--reset', '-u', tree],
    doing: `check out ${folder ?? 'the files'} at the commit ${commit}`,
    network: false,
    signal,
  });
}

async function storeFolder(
  { blobs, maxArchiveBytes }: SourceSettings,
  { organizationId }: DeploymentJob,
  { directory }: Git,
): Promise<{ digest: string; index: ArchiveIndex }> {
  const file = path.join(directory.root, 'source.tar.gz');
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    packFolder(directory.files),
    async function* bounded(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > maxArchiveBytes) {
          throw new ArchiveError(
            `is larger than the limit of ${maxArchiveBytes / MIB} MiB. Choose a folder of the repository with \`source.git.path\`.`,
          );
        }
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(file, { mode: 0o600 }),
  );
  const digest = hash.digest('hex');
  const upload = { organizationId, digest };
  const now = Date.now();
  const stored = await useArchive(blobs, upload, now);
  if (stored !== undefined) return { digest, index: stored };
  const limits = { maxBytes: maxArchiveBytes, now };
  return { digest, index: await storeArchive(blobs, upload, createReadStream(file), limits) };
}

function reasonOf({ message }: ArchiveError, { commit }: StoredGit): string {
  return `at the commit ${commit?.slice(0, SHORT_COMMIT)} ${message}`;
}

/** Throws `source_refused` if the files are not a module that the settings allow. */
function refuseFaults(
  source: Source,
  rules: LintSettings,
  { variables, secrets }: DeploymentJob,
): void {
  const { files, workingDirectory, git } = source;
  const places = placeFaults(Object.keys(files), workingDirectory).map(({ path: at, message }) =>
    [...at, message].join(' '),
  );
  const others = moduleFaults(source, rules, { variables, secrets }).map(
    ({ pointer, detail }) =>
      `${pointer.replace(/^\/source\/files\//, '').replaceAll('~1', '/')}: ${detail}`,
  );
  const [first, ...more] = [...places, ...others];
  if (first === undefined) return;
  const rest = more.length === 0 ? '' : ` And ${more.length} more.`;
  throw sourceRefused(
    `at the commit ${git?.commit?.slice(0, SHORT_COMMIT)} is refused: ${first}${rest}`,
  );
}
