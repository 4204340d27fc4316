import { Router, type ErrorRequestHandler } from 'express';
import type { Logger } from '../../../config/logger.ts';
import type { CallLog } from './calls.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { KubernetesHost } from '../kubernetes/host.ts';
import { errorBody, toCloudError } from './error-response.ts';
import { jsonBody } from './json-body.ts';
import { inspectSchema } from '../cloud/requests.ts';
import { groupTags, parseRequest } from './parse-request.ts';
import { roleSchema } from '../cloud/roles.ts';
import { quotaSchema, throttleSchema, type State } from '../cloud/state.ts';
import type { Sessions } from './sessions.ts';
import type { TokenBucket } from './token-bucket.ts';

/** Routes for tests and people that show internal state and set limits. They are not throttled or recorded. */
export function inspectRoutes(options: {
  state: State;
  cloud: Cloud;
  calls: CallLog;
  sessions: Sessions;
  bucket: TokenBucket;
  logger: Logger;
  host: KubernetesHost | undefined;
}): Router {
  const { state, cloud, calls, sessions, bucket, logger, host } = options;
  const router = Router();
  router.use(jsonBody);

  router.get('/resources', (request, response) => {
    const { tags, all } = parseRequest(inspectSchema, groupTags(request.query));
    response.json({ items: cloud.inspect({ tags, all: all === '1' }) });
  });
  router.get('/calls', (_request, response) => {
    response.json(calls.report());
  });
  router.get('/sessions', (_request, response) => {
    response.json({ items: sessions.report() });
  });
  router.put('/quotas', (request, response) => {
    const quota = parseRequest(quotaSchema, request.body);
    state.commit({ kind: 'quota', quota });
    response.json(quota);
  });
  router.put('/roles', (request, response) => {
    const role = parseRequest(roleSchema, request.body);
    state.commit({ kind: 'role', role });
    response.json(role);
  });
  router.put('/throttle', (request, response) => {
    const throttle = parseRequest(throttleSchema, request.body);
    state.commit({ kind: 'throttle', throttle });
    bucket.refill();
    response.json(throttle);
  });
  router.post('/reset', async (_request, response) => {
    await host?.reset();
    state.reset();
    calls.clear();
    bucket.refill();
    response.json({});
  });

  const onError: ErrorRequestHandler = (thrown, _request, response, _next) => {
    const error = toCloudError(thrown, logger);
    response.status(error.status).json(errorBody(error, response));
  };
  router.use(onError);
  return router;
}
