/** The description of the API that it serves itself, made from the schemas that validate. */
import { LINKS } from './responses.ts';
import { connectionPaths } from './paths/connections.ts';
import { deploymentPaths } from './paths/deployments.ts';
import { HEADERS, PARAMETERS } from './headers.ts';
import { operationPaths } from './paths/operations.ts';
import { resourcePaths } from './paths/resources.ts';
import { componentSchemas, type JsonSchema } from './schemas.ts';
import { servicePaths } from './paths/service.ts';

const VERSION = '0.1.0';

const DESCRIPTION = `Provisions Kubernetes clusters and networks, and deploys OpenTofu and Terraform modules. A submit answers \`202\` with an **operation** to poll; what fails or is canceled is undone.

Times are RFC 3339 in UTC with milliseconds. A field that does not apply yet is absent, never null. Clients must tolerate new fields and new values. Requests are strict: unknown fields and parameters are refused, every fault at once. Errors are \`application/problem+json\` (RFC 9457).`;

export interface OpenApiDocument {
  openapi: string;
  info: object;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, object>;
  components: {
    schemas: Record<string, JsonSchema>;
    headers: object;
    parameters: object;
    links: object;
  };
}

/** @param basePath where the API is mounted; empty: at the root */
export function openApiDocument(basePath: string): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Slipway',
      version: VERSION,
      description: DESCRIPTION,
      contact: { name: 'Whoever runs this Slipway' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    tags: [
      { name: 'Operations', description: 'What was asked for, and what became of it.' },
      { name: 'Clusters', description: 'Kubernetes clusters.' },
      { name: 'Networks', description: 'Networks that clusters can stand on.' },
      { name: 'Deployments', description: 'OpenTofu and Terraform modules.' },
      { name: 'Connections', description: 'Accounts of clouds, and the roles that lead there.' },
      { name: 'Instance types', description: 'What nodes can be.' },
      { name: 'Service', description: 'Health and documentation.' },
    ],
    paths: {
      ...operationPaths(),
      ...resourcePaths(),
      ...deploymentPaths(),
      ...connectionPaths(),
      ...servicePaths(),
    },
    components: {
      schemas: componentSchemas(),
      headers: HEADERS,
      parameters: PARAMETERS,
      links: LINKS,
    },
  };
}
