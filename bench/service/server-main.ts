/**
 * The server that the API is compared with. It uses the same middleware:
 *   /bare/:id    answers with a constant body and the headers of an operation
 *   /naive/:id   describes and queries the workflow for each request
 */
import { Client, Connection } from '@temporalio/client';
import express from 'express';
import { openApiDocument } from '../../api/openapi/document.ts';
import { refuseUnknownMethods } from '../../api/guards/methods.ts';
import { principalFromSettings } from '../../api/http/principal.ts';
import { limitRequests } from '../../api/guards/rate-limit.ts';
import { requestId } from '../../api/http/request-id.ts';
import { runProcess } from '../../config/process.ts';
import { listen } from '../../config/listen.ts';
import { QUERIES } from '../../contract/temporal/names.ts';

runProcess('bench-server', async ({ settings }) => {
  const connection = await Connection.connect({ address: settings.TEMPORAL_ADDRESS });
  const client = new Client({ connection });
  const body = process.env['BENCH_BODY'] ?? '{}';
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(requestId);
  app.use(refuseUnknownMethods(openApiDocument('')));
  app.use(principalFromSettings({ organizationId: 'local', memberId: 'me' }));
  app.use(limitRequests(0));
  app.use(express.json({ limit: '256kb', strict: false }));

  app.get('/bare/:id', (_request, response) => {
    response
      .set('Cache-Control', 'private, no-cache')
      .set('Progress-Source', 'query')
      .set('ETag', '"00000000-0000-0000-0000-000000000000.1000"')
      .set('Retry-After', '1')
      .type('json')
      .send(body);
  });
  app.get('/naive/:id', async (request, response) => {
    const handle = client.workflow.getHandle(request.params.id);
    const { status, startTime } = await handle.describe();
    const progress: unknown = await handle.query(QUERIES.operation);
    response.json({ id: request.params.id, status: status.name, startTime, progress });
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    ready: `listening on ${server.url}`,
    async stop() {
      await server.close();
      await connection.close();
    },
  };
});
