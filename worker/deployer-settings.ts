import path from 'node:path';
import { enginePaths } from '../config/engine-paths.ts';
import type { Settings } from '../config/settings.ts';
import { directoryBlobStore } from '../deployments/storage/blob-store.ts';
import type { DeployerSettings } from '../deployments/deployer.ts';
import { providerMirror } from '../deployments/engine/engine.ts';
import { fileSecrets } from '../deployments/storage/secrets.ts';

/** An engine may say so much; its `-json` lines are a few hundred bytes a resource, a shown plan some more. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** How a provider gets to its cloud from here; nothing else of the worker's environment is passed on. */
const PASSED_ON = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

export function deployerSettings(
  settings: Settings,
  env: Record<string, string | undefined>,
): DeployerSettings {
  const blobsRoot = path.resolve(settings.SLIPWAY_BLOBS_DIR);
  return {
    blobs: directoryBlobStore(blobsRoot),
    blobsRoot,
    runsRoot: path.resolve(settings.SLIPWAY_DATA_DIR, 'runs'),
    engines: enginePaths(settings, env),
    mirror: providerMirror(path.resolve(settings.SLIPWAY_CACHE_DIR)),
    allowedProviders: settings.SLIPWAY_DEPLOYMENT_PROVIDERS.split(','),
    allowedBackends: settings.SLIPWAY_DEPLOYMENT_BACKENDS.split(',').filter(Boolean),
    allowLocalExec: settings.SLIPWAY_DEPLOYMENT_LOCAL_EXEC === 'true',
    readSecret: fileSecrets(path.resolve(settings.SLIPWAY_SECRETS_DIR)),
    passedOn: Object.fromEntries(
      PASSED_ON.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    timeoutMs: settings.SLIPWAY_DEPLOYMENT_TIMEOUT_MS,
    graceMs: settings.SLIPWAY_DEPLOYMENT_GRACE_MS,
    mostOutput: MAX_OUTPUT_BYTES,
  };
}
