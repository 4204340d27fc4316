/** The kubeconfig file of a user. It is written as kubectl writes it: under the same lock, and at once. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UnsafeError } from '../exit.ts';
import { unreadable } from '../input/unreadable.ts';
import { homeDirectory } from '../session/home-directory.ts';

const NEW_FILE_MODE = 0o600;
const PERMISSIONS = 0o777;

/** Returns the file that kubectl changes: the first one in `KUBECONFIG`, or `~/.kube/config`. */
export function kubeconfigFile(env: NodeJS.ProcessEnv): string {
  const [first] = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  return path.resolve(first ?? path.join(homeDirectory(env), '.kube', 'config'));
}

/**
 * Changes the text of a file, which need not exist. Keeps its permissions, and links to it.
 *
 * @throws UnsafeError if another program changes the file now
 * @throws UsageError if the file cannot be read
 */
export async function changeFile(file: string, change: (text: string) => string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const target = await realpath(file).catch(() => file);
  const lock = `${target}.lock`;
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY;
  const held = await open(lock, flags, NEW_FILE_MODE).catch(() => {
    throw new UnsafeError(
      `Another program changes ${file} now. If none does, remove ${lock}, and try again.`,
    );
  });
  try {
    const text = await readFile(target, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '';
      throw unreadable(file, error);
    });
    const mode = await stat(target).then(
      (found) => found.mode & PERMISSIONS,
      () => NEW_FILE_MODE,
    );
    const written = `${target}.${randomBytes(6).toString('hex')}`;
    try {
      await writeFile(written, change(text), { mode });
      await rename(written, target);
    } finally {
      await rm(written, { force: true });
    }
  } finally {
    await held.close();
    await rm(lock, { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
