/** Secrets by reference: files that somebody has put where only the workers look. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../engine/error.ts';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

export type SecretReader = (organizationId: string, name: string) => Promise<string>;

/** `{root}/{organizationId}/{name}`; a line break at the end is not part of it. */
export function fileSecrets(root: string): SecretReader {
  return async (organizationId, name) => {
    const file = path.join(root, organizationId, name);
    const text = NAME.test(name) ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) {
      throw new EngineError({
        code: 'secret_not_found',
        message: `There is no secret ${name.slice(0, 128)}. Its file belongs into the directory of secrets of this organization.`,
        errorType: 'not_found',
        retryable: false,
      });
    }
    return text.replace(/\r?\n$/, '');
  };
}
