/** Builds a tool from the Go module proxy. */
import { existsSync, copyFileSync, cpSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { executableOnPath } from '../../host/executable.ts';
import { buildOnce } from '../../host/build-once.ts';
import {
  firstFault,
  programAt,
  recordDigest,
  sha256Of,
  type InstalledProgram,
} from '../../host/installed-program.ts';
import { elapsed, run } from '../../host/run.ts';
import type { Install, InstallOptions } from './install.ts';
import type { ToolModule } from './modules.ts';

/** On two idle cores, the longest build takes five minutes. A machine that is busy with other work needs far more. */
const BUILD_TIMEOUT_MS = 45 * 60_000;

/** Returns the way to install the tool of a Go module by a build. */
export function buildOf(module: ToolModule): Install {
  return (target, options) => buildModule(module, [programAt(target)], options);
}

/**
 * Builds the tool of a Go module and places it at every target. The module's own go.sum pins every
 * download from the module proxy.
 *
 * @returns why the build failed, or undefined
 */
export async function buildModule(
  module: ToolModule,
  targets: readonly [InstalledProgram, ...InstalledProgram[]],
  { report, signal }: InstallOptions,
): Promise<string | undefined> {
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return `${module.what} cannot be built because Go is not installed`;
  const isBuilt = async () => (await firstFault(targets)) === undefined;
  const [{ file }] = targets;
  return buildOnce(file, { what: module.what, report, signal, isBuilt }, async (unfinished) => {
    report(`building ${module.what} from the Go module proxy; this takes minutes, and only once`);
    const started = Date.now();
    for (const folder of [...(module.adds ?? []), module.name])
      cpSync(moduleFolder(folder), unfinished, { recursive: true });
    const binary = path.join(unfinished, 'binary');
    const failure = await run(
      go,
      ['build', '-trimpath', '-ldflags', module.ldflags, '-o', binary, module.package],
      {
        cwd: unfinished,
        // If the module requires a newer toolchain, Go downloads it from the module proxy, too.
        env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', GOTOOLCHAIN: 'auto' },
        timeoutMs: BUILD_TIMEOUT_MS,
        signal,
        onProgress: (time) => report(`still building ${module.what} (${time})`),
      },
    );
    if (failure !== undefined) return `building ${module.what} with Go failed: ${failure}`;
    const sha256 = await sha256Of(binary);
    for (const target of targets) {
      await recordDigest(target, sha256);
      place(binary, target.file);
    }
    report(`built ${module.what} in ${elapsed(Date.now() - started)}`);
    return undefined;
  });
}

/** Other processes see the whole file or none. */
function place(binary: string, target: string): void {
  mkdirSync(path.dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  try {
    linkSync(binary, unfinished);
  } catch {
    copyFileSync(binary, unfinished);
  }
  renameSync(unfinished, target);
}

/** The folder in the source tree. The compiled program has no copy of it. */
function moduleFolder(name: string): string {
  let root = import.meta.dirname;
  while (!existsSync(path.join(root, 'package.json'))) root = path.dirname(root);
  return path.join(root, 'launcher', 'tools', 'modules', name);
}
