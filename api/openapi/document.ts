/** The OpenAPI document that the API serves, generated from the schemas that validate requests. */
import { LINKS } from './responses.ts';
import { HEADERS, PARAMETERS } from './headers.ts';
import { KIND_DOCUMENTS } from './kinds/kinds.ts';
import { operationPaths } from './paths/operations.ts';
import { resourcePaths } from './paths/resources.ts';
import { componentSchemas, type JsonSchema } from './schemas.ts';
import { servicePaths } from './paths/service.ts';
import { webhookPaths } from './paths/webhooks.ts';

const VERSION = '0.1.0';

const DESCRIPTION = `Provisions Kubernetes clusters and networks, and deploys OpenTofu and Terraform modules. A request that changes something answers \`202\` with an **operation** to poll. An operation that fails or is canceled is rolled back.

Times are RFC 3339 in UTC with milliseconds. A field that does not apply yet is absent, never null. Clients must tolerate new fields and new values. Requests are strict: unknown fields and parameters are refused, and the response lists every fault. Errors are \`application/problem+json\` (RFC 9457).`;

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

/**
 * Builds the OpenAPI document.
 *
 * @param basePath the path where the API is mounted; empty for the root
 */
export function openApiDocument(basePath: string): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Slipway',
      version: VERSION,
      description: DESCRIPTION,
      contact: { name: 'The operator of this installation' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    tags: [
      { name: 'Operations', description: 'Requested changes, their progress and their outcome.' },
      ...Object.values(KIND_DOCUMENTS).map(({ tag, tagDescription }) => ({
        name: tag,
        description: tagDescription,
      })),
      { name: 'Instance types', description: 'Machine types for the nodes of clusters.' },
      { name: 'Webhooks', description: 'What GitHub and GitLab say about repositories.' },
      { name: 'Service', description: 'Health and documentation.' },
    ],
    paths: {
      ...operationPaths(),
      ...resourcePaths(),
      ...webhookPaths(),
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
