/** The secrets with which forges sign their requests: files in a directory that the API reads. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ForgeName } from '../../contract/temporal/repository-events.ts';

/** Resolves to no secrets when the organization has no webhook of the forge. */
export type WebhookSecrets = (
  organizationId: string,
  forge: ForgeName,
) => Promise<readonly string[]>;

/**
 * Reads the file `{root}/{organizationId}/{forge}`, which has one secret a line. Two of them let the forge change from
 * one to the other. The file is read for each request, so a change needs no restart.
 */
export function fileWebhookSecrets(root: string): WebhookSecrets {
  return async (organizationId, forge) => {
    try {
      const text = await readFile(path.join(root, organizationId, forge), 'utf8');
      return text.split(/\r?\n/).filter((line) => line !== '');
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
