/** Receives and sends state files. Mounted before the routes that read JSON, because these may be large. */
import { Router } from 'express';
import { faulty } from '../../contract/parse.ts';
import { stateDigestSchema } from '../../contract/resources/state.ts';
import type { StateFiles } from '../../operations/state/files.ts';
import { noQuery } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';

const PATH = '/state-files/:sha256';
const CACHING = 'private, no-cache';

export function stateFileRoutes(operations: StateFiles): Router {
  const router = Router();

  router.put<{ sha256: string }>(PATH, noQuery, async (request, response) => {
    const digest = digestIn(request.params);
    const file = await operations.uploadState(principalOf(response), digest, request);
    response.set('Cache-Control', CACHING).json(file);
  });

  router.get<{ sha256: string }>(PATH, noQuery, async (request, response) => {
    const file = await operations.stateFile(principalOf(response), digestIn(request.params));
    response.set('Cache-Control', CACHING).json(file);
  });

  router.get<{ sha256: string }>(`${PATH}/download`, noQuery, async (request, response) => {
    const digest = digestIn(request.params);
    const content = await operations.stateFileContent(principalOf(response), digest);
    response
      .set('Cache-Control', 'no-store')
      .set('Content-Disposition', `attachment; filename="${digest}.tfstate"`)
      .type('application/json')
      .end(content);
  });

  return router;
}

/** Throws `invalid_request`. */
function digestIn({ sha256 }: { sha256: string }): string {
  const parsed = stateDigestSchema.safeParse(sha256);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map(({ message }) => message).join('; ');
  throw faulty('invalid_request', 'path', [{ pointer: '/sha256', detail }]);
}
