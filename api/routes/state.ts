/** The stored states of deployments. */
import { Router } from 'express';
import { stringify } from 'lossless-json';
import { DIFF_WORDS, planText } from '../../contract/operations/plan-text.ts';
import { faulty, parse } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { stateDiffQuerySchema, versionNumberSchema } from '../../contract/resources/state.ts';
import type { Operations } from '../../operations/index.ts';
import { noQuery, sendPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { sendResource, sendText } from '../http/responses.ts';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';
const STATE = '/deployments/:id/state';
const VERSION = `${STATE}/versions/:version` as const;

export function stateRoutes(operations: Operations): Router {
  const router = Router();

  router.get<{ id: string }>(`${STATE}/versions`, noQuery, async (request, response) => {
    const items = await operations.stateVersions(principalOf(response), request.params.id);
    sendPage(response, { items });
  });

  router.get<{ id: string; version: string }>(VERSION, noQuery, async (request, response) => {
    const { id } = request.params;
    const version = await operations.stateVersion(
      principalOf(response),
      id,
      versionIn(request.params),
    );
    sendResource(request, response, version);
  });

  router.get<{ id: string; version: string }>(
    `${VERSION}/download`,
    noQuery,
    async (request, response) => {
      const { id } = request.params;
      const version = versionIn(request.params);
      const content = await operations.stateContent(principalOf(response), id, version);
      response
        .set('Cache-Control', 'no-store')
        .set('Content-Disposition', `attachment; filename="${id}.${version}.tfstate"`)
        .type(JSON_TYPE)
        .end(content);
    },
  );

  router.get<{ id: string }>(`${STATE}/diff`, async (request, response) => {
    const query = parse(stateDiffQuerySchema, request.query, 'invalid_query');
    const diff = await operations.stateDiff(principalOf(response), request.params.id, query);
    response.vary('Accept');
    switch (request.accepts([JSON_TYPE, TEXT_TYPE])) {
      case JSON_TYPE:
        sendText(request, response, 'json', JSON.stringify(diff));
        return;
      case TEXT_TYPE:
        sendText(request, response, 'text/plain; charset=utf-8', planText(diff, DIFF_WORDS));
        return;
      default:
        throw new RequestError('not_acceptable', `Accept ${JSON_TYPE} or ${TEXT_TYPE}.`);
    }
  });

  router.get<{ id: string; name: string }>(
    '/deployments/:id/outputs/:name',
    noQuery,
    async (request, response) => {
      const { id, name } = request.params;
      const output = await operations.outputValue(principalOf(response), id, name);
      response.set('Cache-Control', 'no-store').vary('Accept');
      switch (request.accepts([JSON_TYPE, TEXT_TYPE])) {
        case JSON_TYPE:
          response.type(JSON_TYPE).send(exactJson(output));
          return;
        case TEXT_TYPE: {
          const { value } = output;
          response
            .type('text/plain; charset=utf-8')
            .send(typeof value === 'string' ? value : exactJson(value));
          return;
        }
        default:
          throw new RequestError('not_acceptable', `Accept ${JSON_TYPE} or ${TEXT_TYPE}.`);
      }
    },
  );

  return router;
}

/** Throws `invalid_request`. */
function versionIn({ version }: { version: string }): number {
  const parsed = versionNumberSchema.safeParse(version);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map(({ message }) => message).join('; ');
  throw faulty('invalid_request', 'path', [{ pointer: '/version', detail }]);
}

/** Numbers of a state keep all of their digits. */
function exactJson(value: unknown): string {
  return stringify(value) ?? 'null';
}
