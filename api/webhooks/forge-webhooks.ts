/** The interface of a forge's webhooks: how requests prove who sent them, and what they say. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Repository, RepositoryEvent } from '../../contract/temporal/repository-events.ts';

/** What a request says. `ignored` is the reason why nothing follows from it, for people. */
export type Received = { repository: Repository; event: RepositoryEvent } | { ignored: string };

export interface ForgeWebhooks {
  /** Whether the request comes from someone who knows one of the secrets. Takes the same time for all wrong ones. */
  isAuthentic(
    headers: IncomingHttpHeaders,
    body: Buffer,
    secrets: readonly string[],
  ): Promise<boolean>;
  /** The id that the forge gives to the delivery; undefined if it gives none. */
  deliveryId(headers: IncomingHttpHeaders): string | undefined;
  /** Throws `invalid_request` when a known event lacks a field. */
  read(headers: IncomingHttpHeaders, payload: unknown): Received;
}

/** Returns a header that must not be repeated. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
