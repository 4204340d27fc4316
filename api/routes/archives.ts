/** Receives archives of modules as streams. Mounted before the routes that read JSON. */
import { Router } from 'express';
import { faulty } from '../../contract/parse.ts';
import { archiveDigestSchema } from '../../contract/resources/fields/module-source.ts';
import type { Operations } from '../../operations/index.ts';
import { noQuery } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';

const PATH = '/archives/:sha256';
const CACHING = 'private, no-cache';

export function archiveRoutes(operations: Pick<Operations, 'uploadArchive' | 'archive'>): Router {
  const router = Router();

  router.put<{ sha256: string }>(PATH, noQuery, async (request, response) => {
    const digest = digestIn(request.params);
    const principal = principalOf(response);
    const { archive, isNew } = await operations.uploadArchive(principal, digest, request);
    response
      .status(isNew ? 201 : 200)
      .set('Cache-Control', CACHING)
      .json(archive);
  });

  router.get<{ sha256: string }>(PATH, noQuery, async (request, response) => {
    const digest = digestIn(request.params);
    const archive = await operations.archive(principalOf(response), digest);
    response.set('Cache-Control', CACHING).json(archive);
  });

  return router;
}

/** Throws `invalid_request`. */
function digestIn({ sha256 }: { sha256: string }): string {
  const parsed = archiveDigestSchema.safeParse(sha256);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map(({ message }) => message).join('; ');
  throw faulty('invalid_request', 'path', [{ pointer: '/sha256', detail }]);
}
