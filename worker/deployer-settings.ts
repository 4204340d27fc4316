import path from 'node:path';
import { enginePaths } from '../config/engine-paths.ts';
import { moduleRulesOf, type Settings } from '../config/settings.ts';
import type { DeployerSettings } from '../deployments/deployer.ts';
import { providerMirror } from '../deployments/engine/engine.ts';
import { directoryBlobStore } from '../deployments/storage/blob-store.ts';
import type { Isolation } from '../deployments/runner/sandbox/isolation.ts';
import { fileSecrets } from '../deployments/storage/secrets.ts';
import { ENGINE_RUNNER } from './built-files.ts';

/**
 * The limit on the output of one run. The `-json` lines have a few hundred bytes per resource, and `show
 * -json` of a plan a few thousand.
 */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const MIB = 1024 * 1024;
/**
 * The variables with which the engine's providers reach their clouds. The engine gets no other variable of
 * the worker's environment.
 */
const INHERITED_VARIABLES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

/**
 * Returns the settings for running engines on this worker.
 *
 * @param env the worker's environment
 * @param isolation where engines run on this machine
 */
export function deployerSettings(
  settings: Settings,
  env: Record<string, string | undefined>,
  isolation: Isolation,
): DeployerSettings {
  const blobsRoot = path.resolve(settings.SLIPWAY_BLOBS_DIR);
  return {
    blobs: directoryBlobStore(blobsRoot),
    blobsRoot,
    runsRoot: path.resolve(settings.SLIPWAY_DATA_DIR, 'runs'),
    isolation,
    runner: ENGINE_RUNNER,
    engines: enginePaths(settings, env),
    mirror: providerMirror(path.resolve(settings.SLIPWAY_CACHE_DIR)),
    allowedProviders: settings.SLIPWAY_DEPLOYMENT_PROVIDERS.split(','),
    ...moduleRulesOf(settings),
    showOutputs: settings.SLIPWAY_DEPLOYMENT_OUTPUTS === 'shown',
    gitProtocols: settings.SLIPWAY_GIT_PROTOCOLS,
    ...placesOf(settings),
    readSecret: fileSecrets(path.resolve(settings.SLIPWAY_SECRETS_DIR)),
    inheritedEnv: Object.fromEntries(
      INHERITED_VARIABLES.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    timeoutMs: settings.SLIPWAY_DEPLOYMENT_TIMEOUT_MS,
    planTimeoutMs: settings.SLIPWAY_DEPLOYMENT_PLAN_TIMEOUT_MS,
    graceMs: settings.SLIPWAY_DEPLOYMENT_GRACE_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    maxLogBytes: settings.SLIPWAY_DEPLOYMENT_LOG_KIB * 1024,
    maxArchiveBytes: settings.SLIPWAY_ARCHIVE_MIB * MIB,
    maxDiskBytes: settings.SLIPWAY_DEPLOYMENT_DISK_MIB * MIB,
  };
}

/** The optional files and mirrors. An empty setting counts as not set. */
function placesOf({
  SLIPWAY_GIT_KNOWN_HOSTS: knownHosts,
  SLIPWAY_PROVIDER_MIRROR_DIR: directory,
  SLIPWAY_PROVIDER_MIRROR_URL: mirrorUrl,
}: Settings): Pick<DeployerSettings, 'knownHosts' | 'mirrorDirectory' | 'mirrorUrl'> {
  return {
    ...(knownHosts !== '' && { knownHosts: path.resolve(knownHosts) }),
    ...(directory !== '' && { mirrorDirectory: path.resolve(directory) }),
    ...(mirrorUrl !== '' && { mirrorUrl }),
  };
}
