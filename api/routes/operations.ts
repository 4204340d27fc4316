/**
 * The routes of operations, and of the discovery of instance types, which is an operation without a
 * resource.
 */
import { Router } from 'express';
import * as z from 'zod';
import { decisionRequestSchema } from '../../contract/operations/decision.ts';
import { discoverRequestSchema } from '../../contract/resources/instance-types.ts';
import {
  logQuerySchema,
  operationsQuerySchema,
  timelineQuerySchema,
} from '../../contract/operations/list-query.ts';
import type { Operations } from '../../operations/index.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { sendAccepted, sendOperation, sendText } from '../http/responses.ts';
import { type ProviderDefaults, withDefaults } from '../http/defaults.ts';
import { streamEvents } from '../http/event-stream.ts';
import { LOG_TYPES, streamLog } from '../http/log-stream.ts';
import { noQuery, sendPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { EVENT_STREAM } from '../http/sse.ts';
import { submitOptionsOf, sendSubmitted } from '../http/submit.ts';
import { parse } from '../../contract/parse.ts';
import { waitForChange, requestedWait } from '../http/long-poll.ts';
import { planText } from '../../contract/operations/plan-text.ts';
import { redirectBrowsers } from '../pages/for-browsers.ts';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';

export interface OperationRoutesDeps {
  operations: Operations;
  defaults: ProviderDefaults;
  basePath: string;
  now(): Date;
  /** Aborts when the process stops. Ends long polls and event streams. */
  stopping: AbortSignal;
}

export function operationRoutes(deps: OperationRoutesDeps): Router {
  const { operations, defaults, basePath, now, stopping } = deps;
  const router = Router();

  router.get('/operations', async (request, response) => {
    const query = parse(operationsQuerySchema, request.query, 'invalid_query');
    sendPage(response, await operations.list.operations(principalOf(response), query));
  });

  router.get<{ id: string }>(
    '/operations/:id',
    redirectBrowsers(basePath),
    async (request, response) => {
      const seconds = requestedWait(request);
      const principal = principalOf(response);
      if (seconds !== undefined) {
        const waiting = { operations, principal, operationId: request.params.id, stopping };
        await waitForChange(request, response, waiting, seconds);
        if (response.destroyed) return;
        response.set('Preference-Applied', `wait=${seconds}`);
      }
      const read = await operations.read(principal, request.params.id);
      sendOperation(request, response, read, now());
    },
  );

  router.get<{ id: string }>('/operations/:id/events', async (request, response) => {
    const principal = principalOf(response);
    const { id } = request.params;
    response.vary('Accept');
    switch (request.accepts([JSON_TYPE, EVENT_STREAM])) {
      case JSON_TYPE: {
        const page = parse(timelineQuerySchema, request.query, 'invalid_query');
        response.set('Cache-Control', 'private, no-cache');
        response.json(await operations.timeline(principal, id, page));
        return;
      }
      case EVENT_STREAM:
        parse(z.strictObject({}), request.query, 'invalid_query');
        await streamEvents(request, response, { operations, principal, operationId: id, stopping });
        return;
      default:
        throw new RequestError('not_acceptable', `Accept ${EVENT_STREAM} or ${JSON_TYPE}.`);
    }
  });

  router.get<{ id: string }>('/operations/:id/plan', noQuery, async (request, response) => {
    const plan = await operations.plan(principalOf(response), request.params.id);
    response.vary('Accept');
    switch (request.accepts([JSON_TYPE, TEXT_TYPE])) {
      case JSON_TYPE:
        sendText(request, response, 'json', JSON.stringify(plan));
        return;
      case TEXT_TYPE:
        sendText(request, response, 'text/plain; charset=utf-8', planText(plan));
        return;
      default:
        throw new RequestError('not_acceptable', `Accept ${JSON_TYPE} or ${TEXT_TYPE}.`);
    }
  });

  router.get<{ id: string }>('/operations/:id/log', async (request, response) => {
    const query = parse(logQuerySchema, request.query, 'invalid_query');
    response.vary('Accept');
    const mediaType = request.accepts([...LOG_TYPES]);
    if (mediaType === false) {
      throw new RequestError(
        'not_acceptable',
        `The log is not available in the media types of the header Accept. Send ${LOG_TYPES.join(' or ')}.`,
      );
    }
    await streamLog(request, response, {
      operations,
      principal: principalOf(response),
      operationId: request.params.id,
      ...query,
      follow: query.follow === 'true',
      mediaType,
      stopping,
    });
  });

  router.post<{ id: string }>('/operations/:id/cancel', noQuery, async (request, response) => {
    const { reason } = parse(decisionRequestSchema, request.body ?? {});
    const read = await operations.cancel(principalOf(response), request.params.id, reason);
    // The operation is already canceled, so no request was accepted.
    if (read.operation.status === 'canceled') sendOperation(request, response, read, now());
    else sendAccepted(response, read);
  });

  router.post<{ id: string }>('/operations/:id/retry', async (request, response) => {
    const { id } = request.params;
    const { reason } = parse(decisionRequestSchema, request.body ?? {});
    const ask = submitOptionsOf(request, `/operations/${id}/retry`, reason);
    sendSubmitted(response, await operations.retry(principalOf(response), id, { ...ask, reason }));
  });

  for (const decision of ['confirm', 'discard'] as const) {
    const path = `/operations/:id/${decision}` as const;
    router.post<{ id: string }>(path, noQuery, async (request, response) => {
      const { id } = request.params;
      const { reason } = parse(decisionRequestSchema, request.body ?? {});
      sendAccepted(response, await operations.decide(principalOf(response), id, decision, reason));
    });
  }

  router.post('/instance-types\\:discover', async (request, response) => {
    const question = parse(discoverRequestSchema, withDefaults(defaults, request.body));
    const ask = submitOptionsOf(request, '/instance-types:discover', request.body);
    sendSubmitted(response, await operations.discover(principalOf(response), question, ask));
  });
  return router;
}
