/**
 * Receives what GitHub and GitLab say about repositories. The bytes are verified before anything is parsed. Mounted
 * before the routes that read JSON, because payloads may be larger than requests of clients.
 */
import { createHash } from 'node:crypto';
import express, { Router, type RequestHandler } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { FORGES, type ForgeName } from '../../contract/temporal/repository-events.ts';
import type { WebhookReceipt } from '../../contract/webhook-receipt.ts';
import type { Operations } from '../../operations/index.ts';
import { noQuery } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import type { ForgeWebhooks, Received } from '../webhooks/forge-webhooks.ts';
import { githubWebhooks } from '../webhooks/github.ts';
import { gitlabWebhooks } from '../webhooks/gitlab.ts';
import type { WebhookSecrets } from '../webhooks/secrets.ts';

const MAX_BYTES = 5 * 1024 * 1024;
/** Ids of other forms are replaced by a hash, so that an id fits into the history. */
const DELIVERY_ID = /^[A-Za-z0-9._-]{1,100}$/;

const WEBHOOKS: Record<ForgeName, ForgeWebhooks> = {
  github: githubWebhooks,
  gitlab: gitlabWebhooks,
};

const readBytes = express.raw({ limit: MAX_BYTES, type: () => true, inflate: false });

export function webhookRoutes(
  operations: Pick<Operations, 'acceptDelivery'>,
  secrets: WebhookSecrets,
): Router {
  const router = Router();
  for (const forge of FORGES) {
    router.post(`/webhooks/${forge}`, noQuery, readBytes, receive(forge));
  }
  return router;

  function receive(forge: ForgeName): RequestHandler {
    const webhooks = WEBHOOKS[forge];
    return async ({ headers, body: read }, response) => {
      const principal = { ...principalOf(response), memberId: forge };
      const body: Buffer = Buffer.isBuffer(read) ? read : Buffer.alloc(0);
      const known = await secrets(principal.organizationId, forge);
      if (known.length === 0) {
        throw new RequestError(
          'not_found',
          `There is no webhook for ${forge}. An operator sets it up with a secret: see docs/webhooks.md.`,
        );
      }
      if (!(await webhooks.isAuthentic(headers, body, known))) {
        throw new RequestError(
          'invalid_signature',
          `The request is not signed with the secret of this webhook. Give ${forge} the secret that the service has.`,
        );
      }
      const id = idOf(webhooks.deliveryId(headers), body);
      const received = readPayload(webhooks, headers, body);
      if ('ignored' in received) {
        const { ignored: reason } = received;
        response.json({ deliveryId: id, status: 'ignored', reason } satisfies WebhookReceipt);
        return;
      }
      const { repository, event } = received;
      await operations.acceptDelivery(principal, forge, repository, { id, event });
      response.json({ deliveryId: id, status: 'accepted' } satisfies WebhookReceipt);
    };
  }
}

function idOf(given: string | undefined, body: Buffer): string {
  return given !== undefined && DELIVERY_ID.test(given)
    ? given
    : createHash('sha256').update(body).digest('hex');
}

/** Throws `unsupported_media_type`, `malformed_json`, and `invalid_request` when an event lacks a field. */
function readPayload(
  webhooks: ForgeWebhooks,
  headers: Parameters<ForgeWebhooks['read']>[0],
  body: Buffer,
): Received {
  if (!/^application\/json(?:;|$)/i.test(headers['content-type'] ?? '')) {
    throw new RequestError(
      'unsupported_media_type',
      'The webhook must send application/json. Choose it as the content type at the forge.',
    );
  }
  let payload: unknown;
  try {
    payload = JSON.parse(body.toString());
  } catch (cause) {
    throw new RequestError('malformed_json', 'The body is not JSON.', { cause });
  }
  return webhooks.read(headers, payload);
}
