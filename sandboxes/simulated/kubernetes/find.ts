import { StartupError } from '../../../config/process.ts';
import type { Settings } from '../../../config/settings.ts';
import {
  hasKubernetes,
  kubernetesParts,
  type KubernetesParts,
} from '../../../host/kubernetes-parts.ts';

/**
 * Returns the programs of real control planes; undefined if clusters shall have no Kubernetes API.
 *
 * @throws StartupError if the settings want real control planes, and the cache has no programs
 */
export function findKubernetes(
  settings: Pick<Settings, 'SIMULATOR_KUBERNETES' | 'SLIPWAY_CACHE_DIR'>,
): KubernetesParts | undefined {
  const { SIMULATOR_KUBERNETES: wanted, SLIPWAY_CACHE_DIR } = settings;
  const parts = kubernetesParts(SLIPWAY_CACHE_DIR);
  if (wanted === 'off') return undefined;
  if (hasKubernetes(parts)) return parts;
  if (wanted === 'auto') return undefined;
  throw new StartupError(
    `SIMULATOR_KUBERNETES=real needs the programs of Kubernetes, which are not in ${SLIPWAY_CACHE_DIR}; run npm run kubernetes, or set it to auto`,
  );
}
