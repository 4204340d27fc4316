/** Checks that prepare the programs that tests need: they find, download or build each of them. */
import { enginePaths } from '../../config/engine-paths.ts';
import { StartupError } from '../../config/process.ts';
import { readSettings } from '../../config/settings.ts';
import { motoEnvironment } from '../../sandboxes/aws/moto/python.ts';
import { obtainKubernetes } from '../../launcher/kubernetes/obtain.ts';
import { obtainEngine } from '../../launcher/engine/obtain.ts';
import { findTemporal } from '../../launcher/temporal/find.ts';
import type { Check } from '../verify/check.ts';
import { obtainHelm } from './helm.ts';

/** On a new machine, building Temporal's server takes minutes. */
const TIMEOUT_MS = 50 * 60_000;

/** Prepares Temporal's server, and reports its progress on the terminal. `interrupted` stops it. */
export function temporalServer(interrupted: AbortSignal): Check {
  return {
    name: "Temporal's server",
    async run() {
      const settings = readSettings(process.env);
      if (!settings.ownsTemporal)
        return { ok: true, output: '', note: 'given by TEMPORAL_ADDRESS' };
      await findTemporal({
        searchPath: process.env['PATH'] ?? '',
        cacheDir: settings.SLIPWAY_CACHE_DIR,
        source: settings.SLIPWAY_TEMPORAL_RELEASES,
        report: (message) => console.log(message),
        signal: AbortSignal.any([interrupted, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      return { ok: true, output: '' };
    },
  };
}

/** Prepares OpenTofu, and the OpenTofu providers that tests use. */
export function deploymentEngine(interrupted: AbortSignal): Check {
  return {
    name: 'OpenTofu',
    async run() {
      const settings = readSettings(process.env);
      const found = await obtainEngine(
        enginePaths(settings, process.env).opentofu,
        settings.SLIPWAY_TOFU_RELEASES,
        {
          report: (message) => console.log(message),
          signal: AbortSignal.any([interrupted, AbortSignal.timeout(TIMEOUT_MS)]),
        },
      );
      return { ok: true, output: '', note: found };
    },
  };
}

/** Prepares moto, for the tests of the provider `aws`. */
export function awsSandbox(root: string, interrupted: AbortSignal): Check {
  return {
    name: 'moto',
    async run() {
      await motoEnvironment({
        root,
        searchPath: process.env['PATH'] ?? '',
        cacheDir: readSettings(process.env).SLIPWAY_CACHE_DIR,
        report: (message) => console.log(message),
        signal: AbortSignal.any([interrupted, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      return { ok: true, output: '' };
    },
  };
}

/**
 * Prepares the programs of Kubernetes, and Helm. Without them, the tests of real control planes are skipped by name, which
 * fails the run in CI.
 */
export function kubernetes(interrupted: AbortSignal): Check {
  return {
    name: 'Kubernetes',
    async run() {
      try {
        const { SLIPWAY_CACHE_DIR } = readSettings(process.env);
        const options = {
          report: (message: string) => console.log(message),
          signal: AbortSignal.any([interrupted, AbortSignal.timeout(TIMEOUT_MS)]),
        };
        const found = await obtainKubernetes(SLIPWAY_CACHE_DIR, options);
        await obtainHelm(SLIPWAY_CACHE_DIR, options);
        return { ok: true, output: '', note: found };
      } catch (error) {
        if (!(error instanceof StartupError)) throw error;
        return { ok: true, output: '', note: `SKIPPED test/kubernetes: ${error.message}` };
      }
    },
  };
}
