/** Serves the kubeconfig of a cluster as a YAML file. */
import { Router } from 'express';
import { stringify } from 'yaml';
import type { Operations } from '../../operations/index.ts';
import { sendText } from '../http/responses.ts';
import { noQuery } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';

/** RFC 9512 */
const YAML_TYPE = 'application/yaml';
/** kubectl reads YAML 1.1, in which for example the name `no` is a boolean without quotes. */
const FOR_KUBECTL = {
  lineWidth: 0,
  defaultStringType: 'QUOTE_DOUBLE',
  defaultKeyType: 'PLAIN',
  aliasDuplicateObjects: false,
} as const;

/** Returns the kubeconfig as YAML that readers of YAML 1.1 and 1.2 understand alike. */
export function kubeconfigText(config: unknown): string {
  return stringify(config, FOR_KUBECTL);
}

export function kubeconfigRoutes(operations: Operations): Router {
  const router = Router();
  router.get<{ id: string }>('/clusters/:id/kubeconfig', noQuery, async (request, response) => {
    const config = await operations.kubeconfig(principalOf(response), request.params.id);
    sendText(request, response, YAML_TYPE, kubeconfigText(config));
  });
  return router;
}
