import type { components } from '../openapi.ts';
import type { Api } from '../types.ts';

interface Answer {
  data?: components['schemas']['StateFile'];
  error?: unknown;
  response: Response;
}

/**
 * Uploads a state, which deployments adopt as `state.file`.
 *
 * @param sha256 the SHA-256 digest of the content in hexadecimal
 * @param content a state file of the format version 4
 */
export async function uploadState(api: Api, sha256: string, content: Uint8Array): Promise<Answer> {
  return api.PUT('/state-files/{sha256}', {
    params: { path: { sha256 } },
    body: {},
    // The bytes as they are, because the digest is about them.
    bodySerializer: () => content,
  });
}
