import { setMaxListeners } from 'node:events';
import express, { type Express } from 'express';
import type { Logger } from '../config/logger.ts';
import type { Operations } from '../operations/index.ts';
import type { Principal } from '../operations/temporal/calls.ts';
import type { ProviderDefaults } from './http/defaults.ts';
import { jsonBody } from './guards/json-body.ts';
import { refuseUnknownMethods } from './guards/methods.ts';
import { openApiDocument } from './openapi/document.ts';
import { ownPagesOnly } from './guards/own-pages-only.ts';
import { principalFromSettings } from './http/principal.ts';
import { notFound, problems } from './http/problem.ts';
import { limitRequests } from './guards/rate-limit.ts';
import { unknownPages } from './pages/for-browsers.ts';
import { requestId } from './http/request-id.ts';
import { archiveRoutes } from './routes/archives.ts';
import { docsRoutes } from './routes/docs.ts';
import { healthRoutes } from './routes/health.ts';
import { kubeconfigRoutes } from './routes/kubeconfig.ts';
import { operationRoutes } from './routes/operations.ts';
import { resourceRoutes } from './routes/resources.ts';
import { stateFileRoutes } from './routes/state-files.ts';
import { stateRoutes } from './routes/state.ts';
import { webRoutes } from './routes/web.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import type { WebhookSecrets } from './webhooks/secrets.ts';

export interface ApiDeps {
  operations: Operations;
  logger: Logger;
  principal: Principal;
  defaults: ProviderDefaults;
  /** The secrets with which forges sign what they send. */
  webhookSecrets: WebhookSecrets;
  basePath: string;
  /** The URL under which browsers reach the API, if not by a loopback name. */
  publicUrl?: string | undefined;
  /** The directory with the built files of the pages at `/ui` and `/docs`. */
  webDirectory: string;
  /** The rate limit of one member; 0 means no limit. */
  requestsPerSecond: number;
  now(): Date;
  /** Aborts when the process shuts down. Waiting requests are then answered, and streams end. */
  stopping: AbortSignal;
}

/** Returns the HTTP API. Each route parses the request, calls one function and maps its result. */
export function createApp(deps: ApiDeps): Express {
  const { operations, logger, principal, basePath } = deps;
  // Every waiting request and every stream adds a listener. The default limit of 10 would log a warning.
  setMaxListeners(0, deps.stopping);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(requestId);
  app.use(ownPagesOnly(deps.publicUrl));
  const api = express.Router();
  const document = openApiDocument(basePath);
  api.use(refuseUnknownMethods(document));
  api.use(healthRoutes(operations, deps.stopping));
  api.use(docsRoutes(basePath, document, deps.webDirectory));
  api.use(webRoutes(basePath, deps.webDirectory));
  api.use(principalFromSettings(principal));
  api.use(limitRequests(deps.requestsPerSecond));
  api.use(archiveRoutes(operations));
  api.use(stateFileRoutes(operations));
  api.use(webhookRoutes(operations, deps.webhookSecrets));
  api.use(jsonBody());
  api.use(operationRoutes(deps));
  api.use(resourceRoutes(operations, deps.defaults));
  api.use(stateRoutes(operations));
  api.use(kubeconfigRoutes(operations));
  app.use(basePath === '' ? '/' : basePath, api);
  app.use(unknownPages(basePath));
  app.use(notFound);
  app.use(problems(logger));
  return app;
}
