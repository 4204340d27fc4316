/** A deployer with temporary directories, and the engine and providers of the tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { bubblewrapSearchPath, enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import { timeSortedId } from '../../../contract/ids.ts';
import { directoryBlobStore, type BlobStore } from '../../../deployments/storage/blob-store.ts';
import {
  createDeployer,
  type Deployer,
  type DeployerSettings,
} from '../../../deployments/deployer.ts';
import { providerMirror } from '../../../deployments/engine/engine.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { findIsolation } from '../../../deployments/runner/sandbox/isolation.ts';
import { deploymentKeys, type DeploymentKeys } from '../../../deployments/storage/keys.ts';
import { fileSecrets } from '../../../deployments/storage/secrets.ts';
import { storeSource, type SourceFiles } from '../../../deployments/storage/source.ts';
import { createStateStore, type StateStore } from '../../../deployments/storage/state-store.ts';

const MIB = 1024 * 1024;
export const RUNNER = path.resolve('dist/engine-runner.mjs');
const settings = readSettings(process.env);
/** As `npm start` does, engines run in bubblewrap where it works. */
const isolation = await findIsolation({
  runner: 'auto',
  searchPath: bubblewrapSearchPath(settings, process.env),
  hosts: [],
  networks: [],
  directories: [],
  limits: { memoryBytes: 2_048 * MIB, processes: 512, fileBytes: 256 * MIB, openFiles: 1_024 },
  inside: path.resolve('dist/deployments/runner/sandbox/inside.mjs'),
});

export interface TestDeployer {
  root: string;
  /** A directory in which modules can write files that remain. */
  shared: string;
  blobs: BlobStore;
  deployer: Deployer;
  settings: DeployerSettings;
  /** A job of a new operation. It is for a new deployment, unless another job is given. */
  job(files: SourceFiles, more?: Partial<DeploymentJob>): Promise<DeploymentJob>;
  keys(job: DeploymentJob): DeploymentKeys;
  state(job: DeploymentJob): StateStore;
  secret(name: string, value: string): void;
}

export function newId(): string {
  return timeSortedId(Date.now(), randomBytes(16));
}

export function testDeployer(more: Partial<DeployerSettings> = {}): TestDeployer {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-deployer-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const within = (name: string) => path.join(root, name);
  mkdirSync(within('shared'));
  const blobs = directoryBlobStore(within('blobs'));
  const used: DeployerSettings = {
    blobs,
    blobsRoot: within('blobs'),
    runsRoot: within('runs'),
    engines: enginePaths(settings, process.env),
    mirror: providerMirror(settings.SLIPWAY_CACHE_DIR),
    isolation:
      isolation.kind === 'bubblewrap'
        ? { ...isolation, directories: [within('shared')] }
        : isolation,
    allowedProviders: ['hashicorp/random', 'hashicorp/null'],
    allowedBackends: [],
    allowLocalExec: true,
    showOutputs: true,
    gitProtocols: ['https', 'http', 'file'],
    readSecret: fileSecrets(within('secrets')),
    inheritedEnv: {},
    timeoutMs: 60_000,
    planTimeoutMs: 60_000,
    graceMs: 5_000,
    maxOutputBytes: 1_000_000,
    maxLogBytes: MIB,
    maxArchiveBytes: MIB,
    maxDiskBytes: 1024 ** 3,
    runner: RUNNER,
    ...more,
  };
  return {
    root,
    shared: within('shared'),
    blobs,
    settings: used,
    deployer: createDeployer(used),
    async job(files, rest) {
      const base = { organizationId: 'local', uid: newId(), ...rest };
      const keys = deploymentKeys(base.organizationId, base.uid);
      return {
        operationId: newId(),
        engine: 'opentofu',
        variables: {},
        secrets: {},
        environment: {},
        targets: [],
        ...base,
        sourceDigest: await storeSource(blobs, keys, files),
      };
    },
    keys: (job) => deploymentKeys(job.organizationId, job.uid),
    state: (job) =>
      createStateStore(blobs, deploymentKeys(job.organizationId, job.uid), () => Date.now()),
    secret(name, value) {
      mkdirSync(within('secrets/local'), { recursive: true });
      writeFileSync(within(`secrets/local/${name}`), `${value}\n`);
    },
  };
}
