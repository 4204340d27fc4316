/** The API without Temporal or a worker, for the requests that it answers alone. */
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { listen, type Listening } from '../../../config/listen.ts';
import type { WebhookSecrets } from '../../../api/webhooks/secrets.ts';
import type { Operations } from '../../../operations/index.ts';
import { SIMULATED_ONLY } from './provider-defaults.ts';
import { createHttpClient, type HttpClient } from '../http/http.ts';
import { DIST } from '../stack/part.ts';

const emptyPage = () => Promise.resolve({ items: [] });
// Lists are empty. Any other request that reaches Temporal fails.
const operations = {
  list: { operations: emptyPage, operationsOf: emptyPage, resources: emptyPage },
} as unknown as Operations;

interface LoneOptions {
  /** What the API can do besides empty lists. */
  more?: Partial<Operations>;
  stopping?: AbortSignal;
  requestsPerSecond?: number;
  publicUrl?: string;
  webhookSecrets?: WebhookSecrets;
}

export function loneApp(
  basePath: string,
  {
    stopping = new AbortController().signal,
    requestsPerSecond = 0,
    publicUrl,
    webhookSecrets = () => Promise.resolve([]),
    more,
  }: LoneOptions = {},
): ReturnType<typeof createApp> {
  return createApp({
    operations: { ...operations, ...more },
    logger: pino({ level: 'silent' }),
    principal: { organizationId: 'local', memberId: 'developer' },
    defaults: SIMULATED_ONLY,
    webhookSecrets,
    basePath,
    publicUrl,
    webDirectory: path.join(DIST, 'web'),
    requestsPerSecond,
    now: () => new Date(),
    stopping,
  });
}

/** Serves the API while the tests of the file run. */
export function startLoneApi(basePath: string, options?: LoneOptions): { api: HttpClient } {
  let server: Listening;
  beforeAll(async () => {
    server = await listen(loneApp(basePath, options), { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
  });
  return { api: createHttpClient(() => server.url) };
}
