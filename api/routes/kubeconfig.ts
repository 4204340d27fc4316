/** Serves the kubeconfig of a cluster as a YAML file. */
import { Router } from 'express';
import { stringify } from 'yaml';
import type { Operations } from '../../operations/index.ts';
import { sendText } from '../http/responses.ts';
import { noQuery } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';

/** RFC 9512 */
const YAML_TYPE = 'application/yaml';

export function kubeconfigRoutes(operations: Operations): Router {
  const router = Router();
  router.get<{ id: string }>('/clusters/:id/kubeconfig', noQuery, async (request, response) => {
    const config = await operations.kubeconfig(principalOf(response), request.params.id);
    sendText(request, response, YAML_TYPE, stringify(config, { lineWidth: 0 }));
  });
  return router;
}
