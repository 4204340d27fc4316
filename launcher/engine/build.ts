import { existsSync, copyFileSync, cpSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { executableOnPath, isExecutable } from '../../host/executable.ts';
import { buildOnce } from '../../host/build-once.ts';
import { elapsed, run } from '../../host/run.ts';
import type { ToolModule } from './modules.ts';

const BUILD_TIMEOUT_MS = 20 * 60_000;

export interface BuildOptions {
  report: (message: string) => void;
  signal: AbortSignal;
}

/**
 * Builds the tool of a Go module and places it at every target. The module's own go.sum pins every
 * download from the module proxy.
 *
 * @returns why the build failed, or undefined
 */
export async function buildModule(
  module: ToolModule,
  targets: readonly [string, ...string[]],
  { report, signal }: BuildOptions,
): Promise<string | undefined> {
  if (targets.every(isExecutable)) return undefined;
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return `${module.what} cannot be built because Go is not installed`;
  const isBuilt = async () => targets.every(isExecutable);
  const [target] = targets;
  return buildOnce(target, { what: module.what, report, signal, isBuilt }, async (unfinished) => {
    report(`building ${module.what} from the Go module proxy`);
    const started = Date.now();
    cpSync(moduleFolder(module.name), unfinished, { recursive: true });
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
    for (const copy of targets) place(binary, copy);
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
  return path.join(root, 'launcher', 'engine', 'modules', name);
}
