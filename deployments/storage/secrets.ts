/** Secrets by reference: files in a directory that only workers can read. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../engine/error.ts';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

export type SecretReader = (organizationId: string, name: string) => Promise<string>;

/**
 * Reads secrets from the files `{root}/{organizationId}/{name}`. A line break at the end of a file is not
 * part of the secret. Throws `secret_not_found`.
 */
export function fileSecrets(root: string): SecretReader {
  return async (organizationId, name) => {
    const file = path.join(root, organizationId, name);
    const text = NAME.test(name) ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) {
      throw new EngineError({
        code: 'secret_not_found',
        message: `The secret ${name.slice(0, 128)} was not found. Create its file in the organization's folder of the secrets directory (SLIPWAY_SECRETS_DIR).`,
        errorType: 'not_found',
        retryable: false,
      });
    }
    return text.replace(/\r?\n$/, '');
  };
}
