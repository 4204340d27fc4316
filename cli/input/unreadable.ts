import { UsageError } from '../exit.ts';

/**
 * Returns the error for a file or directory that cannot be read.
 *
 * @param name what it is and its path, for example `File web.yaml`
 */
export function unreadable(name: string, error: unknown): UsageError {
  return new UsageError(`${name} cannot be read: ${reasonOf(error)}`);
}

/** Returns the message of an error of the file system without its code and path. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Node.js writes `ENOENT: no such file or directory, open 'web.yaml'`.
  return message.replace(/^[A-Z]+: /, '').replace(/, [a-z]+(?: '.*')?$/s, '');
}
