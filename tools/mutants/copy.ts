import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../verify/command.ts';
import type { Patch } from './mutants.ts';

const BUILD_TIMEOUT_MS = 3 * 60_000;
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', '.slipway']);

/** Copies the sources at `root` to a new folder that shares the installed packages. Returns its path. */
export function copySources(root: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'slipway-mutant-'));
  const kept = (source: string) => !LEFT_OUT.has(path.basename(source));
  cpSync(root, copy, { recursive: true, filter: kept });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/**
 * Throws unless the text of each patch occurs exactly once. Otherwise the code has changed, and the
 * mutant must follow.
 */
export function checkPatches(root: string, patches: readonly Patch[]): void {
  for (const { file, find } of patches) {
    const times = readFileSync(path.join(root, file), 'utf8').split(find).length - 1;
    if (times !== 1) {
      throw new Error(
        `${file} must contain this text once, but contains it ${times} times:\n${find}`,
      );
    }
  }
}

export function mutate(copy: string, patches: readonly Patch[]): void {
  checkPatches(copy, patches);
  for (const { file, find, replace } of patches) {
    const place = path.join(copy, file);
    const text = readFileSync(place, 'utf8');
    writeFileSync(
      place,
      text.replace(find, () => replace),
    );
  }
}

export async function buildCopy(copy: string): Promise<void> {
  const { ok, output } = await runCommand(['npm', 'run', 'build', '--silent'], {
    cwd: copy,
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  if (!ok) throw new Error(`the build failed:\n${output}`);
}
