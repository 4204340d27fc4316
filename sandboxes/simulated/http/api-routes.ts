import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import type { CallLog, CallSubject } from './calls.ts';
import type { CatalogueRow } from '../cloud/catalogue.ts';
import { CloudError, notFound } from '../cloud/cloud-error.ts';
import type { Answer, Cloud } from '../cloud/cloud.ts';
import type { KubernetesHost } from '../kubernetes/host.ts';
import type { Delivery } from './delivery.ts';
import { errorBody, toCloudError } from './error-response.ts';
import { jsonBody } from './json-body.ts';
import {
  createRequestSchema,
  listSchema,
  pageSchema,
  pageToken,
  quotasSchema,
  updateRequestSchema,
} from '../cloud/requests.ts';
import { groupTags, parseRequest } from './parse-request.ts';
import { assumeSchema, permissionsSchema, type Session, type Sessions } from './sessions.ts';
import type { TokenBucket } from './token-bucket.ts';
import type { Logger } from '../../../config/logger.ts';

/**
 * Runs one call. `begin` passes the call's subject to the call log, and throws `AccessDenied` if the
 * caller's role does not allow the call.
 */
type Handler = (
  request: Request,
  begin: (subject: CallSubject) => void,
  session: Session | undefined,
) => Answer | Promise<Answer>;

/** The API of the cloud. Every call is throttled and recorded. */
export function apiRoutes(options: {
  cloud: Cloud;
  host: KubernetesHost | undefined;
  sessions: Sessions;
  catalogue: readonly CatalogueRow[];
  bucket: TokenBucket;
  calls: CallLog;
  delivery: Delivery;
  clock: () => number;
  logger: Logger;
}): Router {
  const { cloud, host, sessions, catalogue, bucket, calls, delivery, clock, logger } = options;

  const finish = (
    request: Request,
    response: Response,
    call: {
      action: string;
      subject: CallSubject;
      session?: Session | undefined;
      answer: Answer;
      error?: CloudError;
    },
  ) => {
    const { action, subject, session, answer, error } = call;
    const status = delivery.send(response, answer);
    calls.record(action, {
      at: new Date(clock()).toISOString(),
      method: request.method,
      path: request.path,
      ...subject,
      status,
      ...(error !== undefined && { code: error.code }),
      ...(session !== undefined && { roleArn: session.roleArn, sessionName: session.name }),
    });
  };

  const failure = (response: Response, thrown: unknown): { answer: Answer; error: CloudError } => {
    const error = toCloudError(thrown, logger);
    return { error, answer: { status: error.status, body: errorBody(error, response) } };
  };

  const call =
    (action: string, handler: Handler) => async (request: Request, response: Response) => {
      let subject: CallSubject = {};
      let session: Session | undefined;
      const begin = (known: CallSubject) => {
        subject = known;
        sessions.authorize(session, `${known.type}:${action}`);
      };
      try {
        bucket.take();
        session = sessions.caller(request.get('authorization'));
        const answer = await handler(request, begin, session);
        finish(request, response, { action, subject, session, answer });
      } catch (thrown) {
        finish(request, response, { action, subject, session, ...failure(response, thrown) });
      }
    };

  const idOf = (request: Request) => String(request.params['id']);
  const router = Router();
  router.use(jsonBody);

  router.post(
    '/resources',
    call('create', (request, begin) => {
      const parsed = parseRequest(createRequestSchema, request.body);
      const { type, name, clientToken, tags } = parsed;
      begin({ type, name, clientToken, tags });
      return cloud.create(parsed);
    }),
  );
  router.get(
    '/resources',
    call('list', (request, begin) => {
      const query = parseRequest(listSchema, groupTags(request.query));
      const { type, name, tags } = query;
      begin({ type, name, tags });
      return cloud.list(query);
    }),
  );
  router.get(
    '/resources/:id',
    call('read', (request, begin) => {
      begin(cloud.subject(idOf(request)));
      return cloud.read(idOf(request));
    }),
  );
  router.patch(
    '/resources/:id',
    call('update', (request, begin) => {
      begin(cloud.subject(idOf(request)));
      return cloud.update(idOf(request), parseRequest(updateRequestSchema, request.body));
    }),
  );
  router.delete(
    '/resources/:id',
    call('delete', (request, begin) => {
      begin(cloud.subject(idOf(request)));
      return cloud.remove(idOf(request));
    }),
  );
  router.post(
    '/resources/:id/credential',
    call('credential', async (request, begin) => {
      const id = idOf(request);
      begin(cloud.subject(id));
      if (host === undefined) throw notFound(id);
      return { status: 201, body: await host.credential(id) };
    }),
  );
  router.get(
    '/instance-types',
    call('instance-types', (request) => {
      const { limit, nextToken = 0 } = parseRequest(pageSchema, request.query);
      const end = nextToken + limit;
      const items = catalogue.slice(nextToken, end);
      const more = end < catalogue.length && { nextToken: pageToken(end) };
      return { status: 200, body: { items, ...more } };
    }),
  );
  router.post(
    '/sessions',
    call('assume-role', (request) => sessions.assume(parseRequest(assumeSchema, request.body))),
  );
  router.get(
    '/caller-identity',
    call('caller-identity', (_request, _begin, session) => sessions.identity(session)),
  );
  router.post(
    '/permissions',
    call('permissions', (request, _begin, session) =>
      sessions.permissions(session, parseRequest(permissionsSchema, request.body).actions),
    ),
  );
  router.get(
    '/quotas',
    call('quotas', (request) => cloud.quotas(parseRequest(quotasSchema, request.query))),
  );
  router.use(
    call('unknown', (request) => {
      throw new CloudError(
        404,
        'UnknownOperation',
        `${request.method} ${request.path} does not exist`,
      );
    }),
  );

  // Handles errors of Express itself, mostly a body that is not JSON.
  const onError: ErrorRequestHandler = (thrown, request, response, _next) => {
    finish(request, response, {
      action: 'refused',
      subject: {},
      ...failure(response, thrown),
    });
  };
  router.use(onError);
  return router;
}
