import { existsSync } from 'node:fs';
import { bubblewrapSearchPath } from '../config/engine-paths.ts';
import type { Logger } from '../config/logger.ts';
import { StartupError } from '../config/process.ts';
import type { Settings } from '../config/settings.ts';
import { findIsolation, type Isolation } from '../deployments/runner/sandbox/isolation.ts';
import { SANDBOX_INSIDE } from './built-files.ts';

const MIB = 1024 * 1024;
const MAX_OPEN_FILES = 4_096;

/** The way out for workers that only serve clusters and networks. */
const OR_NONE = 'If this worker runs no deployments, set SLIPWAY_RUNNER=none.';

/**
 * Finds out where engines run on this machine, and says so in the log.
 *
 * @throws StartupError if the settings ask for a sandbox that does not work here, or for a missing directory
 */
export async function engineIsolation(
  settings: Settings,
  env: Record<string, string | undefined>,
  logger: Logger,
): Promise<Isolation> {
  const missing = settings.SLIPWAY_DEPLOYMENT_DIRECTORIES.find((folder) => !existsSync(folder));
  if (missing !== undefined) {
    throw new StartupError(
      `SLIPWAY_DEPLOYMENT_DIRECTORIES: ${missing} does not exist. Create the directory, or remove it from the list.`,
    );
  }
  const isolation = await findIsolation({
    runner: settings.SLIPWAY_RUNNER,
    inside: SANDBOX_INSIDE,
    searchPath: bubblewrapSearchPath(settings, env),
    hosts: [...settings.SLIPWAY_DEPLOYMENT_HOSTS, ...hostOf(settings.SLIPWAY_PROVIDER_MIRROR_URL)],
    networks: settings.SLIPWAY_DEPLOYMENT_NETWORKS,
    directories: settings.SLIPWAY_DEPLOYMENT_DIRECTORIES,
    limits: {
      memoryBytes: settings.SLIPWAY_DEPLOYMENT_MEMORY_MIB * MIB,
      processes: settings.SLIPWAY_DEPLOYMENT_PROCESSES,
      fileBytes: settings.SLIPWAY_DEPLOYMENT_FILE_MIB * MIB,
      openFiles: MAX_OPEN_FILES,
    },
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `${reason}. Install bubblewrap and allow user namespaces, or set SLIPWAY_RUNNER=process if only you use this service. ${OR_NONE}`,
    );
  });
  switch (isolation.kind) {
    case 'none':
      logger.info(
        'this worker runs no engines (SLIPWAY_RUNNER=none): deployments wait for another worker',
      );
      return isolation;
    case 'bubblewrap':
      logger.info(`engines run in bubblewrap (${isolation.program})`);
      return isolation;
    case 'process': {
      const { TEMPORAL_ADDRESS } = settings;
      if (!isOnThisMachine(TEMPORAL_ADDRESS)) {
        throw new StartupError(
          `Engines would run as plain processes, which is only for one person on one machine, but Temporal's server at ${TEMPORAL_ADDRESS} is on another one. Install bubblewrap and allow user namespaces. ${OR_NONE}`,
        );
      }
      logger.warn(
        'engines run as plain processes: a module can read whatever this worker can read. Let only people use this service whom you trust with this account, or install bubblewrap.',
      );
      return isolation;
    }
  }
}

/** The host of a URL, which may be empty. */
function hostOf(url: string): string[] {
  return url === '' ? [] : [new URL(url).host];
}

/** The address is `host:port`. */
function isOnThisMachine(address: string): boolean {
  const host = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
