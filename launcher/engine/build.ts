import { existsSync, copyFileSync, cpSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { isExecutable, executableOnPath } from '../temporal/probe.ts';
import { oneBuilder } from '../temporal/one-builder.ts';
import { elapsed, run } from '../temporal/run.ts';
import type { ToolModule } from './modules.ts';

const BUILD_TIMEOUT_MS = 20 * 60_000;

export interface BuildOptions {
  report: (message: string) => void;
  signal: AbortSignal;
}

/**
 * Builds the one tool of a module, into each of the targets. Resolves to why it failed, or to undefined.
 * Each module carries its own go.sum, so what the proxy gives is what was seen when it was pinned.
 */
export async function buildModule(
  module: ToolModule,
  targets: readonly [string, ...string[]],
  { report, signal }: BuildOptions,
): Promise<string | undefined> {
  if (targets.every(isExecutable)) return undefined;
  const go = executableOnPath('go', process.env['PATH'] ?? '');
  if (go === undefined) return `Go is not installed, so ${module.what} cannot be built`;
  const isBuilt = async () => targets.every(isExecutable);
  const [target] = targets;
  return oneBuilder(target, { what: module.what, report, signal, isBuilt }, async (unfinished) => {
    report(`building ${module.what} from the Go module proxy`);
    const started = Date.now();
    cpSync(moduleFolder(module.name), unfinished, { recursive: true });
    const binary = path.join(unfinished, 'binary');
    const failure = await run(
      go,
      ['build', '-trimpath', '-ldflags', module.ldflags, '-o', binary, module.package],
      {
        cwd: unfinished,
        // A newer toolchain comes from the proxy too, where the module asks for one.
        env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', GOTOOLCHAIN: 'auto' },
        timeoutMs: BUILD_TIMEOUT_MS,
        signal,
        onSignOfLife: (time) => report(`still building ${module.what} (${time})`),
      },
    );
    if (failure !== undefined) return `building ${module.what} with Go failed: ${failure}`;
    for (const copy of targets) place(binary, copy);
    report(`built ${module.what} in ${elapsed(Date.now() - started)}`);
    return undefined;
  });
}

/** Seen whole or not at all. */
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

/** In the source tree, also for the compiled program. */
function moduleFolder(name: string): string {
  let root = import.meta.dirname;
  while (!existsSync(path.join(root, 'package.json'))) root = path.dirname(root);
  return path.join(root, 'launcher', 'engine', 'modules', name);
}
