import type { components } from '../openapi.ts';
import type { Api } from '../types.ts';

interface Answer {
  data?: components['schemas']['Archive'];
  error?: unknown;
  response: Response;
}

/**
 * Uploads an archive of a module, to which deployments refer as `source.archive`. An archive that the service has
 * already is not sent.
 *
 * @param sha256 the SHA-256 digest of the content in hexadecimal
 * @param content a tar file that is compressed with gzip
 */
export async function uploadArchive(
  api: Api,
  sha256: string,
  content: Uint8Array,
): Promise<Answer> {
  const params = { path: { sha256 } };
  const stored = await api.GET('/archives/{sha256}', { params });
  if (stored.response.status !== 404) return stored;
  return api.PUT('/archives/{sha256}', {
    params,
    headers: { 'Content-Type': 'application/gzip' },
    // The generated types describe binary content as text.
    body: '',
    bodySerializer: () => content,
  });
}
