/** Made from the OpenAPI document by `npm run openapi-types`; not to be edited. */

/** The members that a JSON body must have, and the type of each. */
export type Members = Readonly<Record<string, string>>;

/** The media types of an answer by its status. */
type Answers = Readonly<Record<number, Readonly<Record<string, Members>>>>;

const OperationList: Members = { items: 'array' };
const Operation: Members = { id: 'string', organizationId: 'string', memberId: 'string', operation: 'string', status: 'string', progress: 'object', resourceType: 'string', resourceId: 'string', createdAt: 'string', updatedAt: 'string', version: 'number', cancelable: 'boolean', links: 'object' };
const Timeline: Members = { items: 'array' };
const LogLine: Members = { sequence: 'number', at: 'string', phase: 'string', level: 'string', message: 'string' };
const Connection: Members = { id: 'string', uid: 'string', organizationId: 'string', name: 'string', provider: 'string', region: 'string', status: 'string', outputs: 'object', operationId: 'string', createdAt: 'string', updatedAt: 'string', spec: 'object' };
const Archive: Members = { sha256: 'string', bytes: 'number', files: 'number' };
const DeploymentOutputs: Members = { outputs: 'object', withheldOutputs: 'array' };
const OperationPlan: Members = { resources: 'array', outputs: 'array' };
const StateFile: Members = { serial: 'number', lineage: 'string', bytes: 'number', sha256: 'string' };
const OutputValue: Members = { name: 'string', sensitive: 'boolean' };
const StateVersions: Members = { items: 'array' };
const StateVersion: Members = { version: 'number', current: 'boolean', serial: 'number', lineage: 'string', bytes: 'number', sha256: 'string' };
const StateDiff: Members = { resources: 'array', outputs: 'array', from: 'number', to: 'number' };
const ClusterList: Members = { items: 'array' };
const Cluster: Members = { id: 'string', uid: 'string', organizationId: 'string', name: 'string', provider: 'string', region: 'string', status: 'string', outputs: 'object', operationId: 'string', createdAt: 'string', updatedAt: 'string', spec: 'object' };
const Ledger: Members = { items: 'array' };
const NetworkList: Members = { items: 'array' };
const Network: Members = { id: 'string', uid: 'string', organizationId: 'string', name: 'string', provider: 'string', region: 'string', status: 'string', outputs: 'object', operationId: 'string', createdAt: 'string', updatedAt: 'string', spec: 'object' };
const ConnectionList: Members = { items: 'array' };
const DeploymentList: Members = { items: 'array' };
const Deployment: Members = { id: 'string', uid: 'string', organizationId: 'string', name: 'string', status: 'string', outputs: 'object', operationId: 'string', createdAt: 'string', updatedAt: 'string', spec: 'object' };
const WebhookReceipt: Members = { deliveryId: 'string', status: 'string' };

/** The successful answers by method and path. */
export const ANSWERS: Readonly<Record<string, Answers>> = {
  'GET /operations': { 200: { 'application/json': OperationList } },
  'GET /operations/{operationId}': { 200: { 'application/json': Operation }, 304: {} },
  'GET /operations/{operationId}/events': { 200: { 'application/json': Timeline, 'text/event-stream': {} }, 204: {} },
  'GET /operations/{operationId}/log': { 200: { 'application/jsonl': LogLine, 'application/x-ndjson': LogLine, 'text/plain': {}, 'text/event-stream': {} }, 204: {} },
  'POST /operations/{operationId}/cancel': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'POST /operations/{operationId}/retry': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'POST /instance-types:discover': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'DELETE /connections/{connectionId}': { 204: {} },
  'GET /connections/{connectionId}': { 200: { 'application/json': Connection }, 304: {} },
  'PUT /archives/{sha256}': { 200: { 'application/json': Archive }, 201: { 'application/json': Archive } },
  'GET /archives/{sha256}': { 200: { 'application/json': Archive } },
  'POST /deployments/{deploymentId}:refreshSource': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /deployments/{deploymentId}/outputs': { 200: { 'application/json': DeploymentOutputs }, 304: {} },
  'GET /clusters/{clusterId}/kubeconfig': { 200: { 'application/yaml': {} }, 304: {} },
  'GET /operations/{operationId}/plan': { 200: { 'application/json': OperationPlan, 'text/plain': {} }, 304: {} },
  'POST /operations/{operationId}/confirm': { 202: { 'application/json': Operation } },
  'POST /operations/{operationId}/discard': { 202: { 'application/json': Operation } },
  'PUT /state-files/{sha256}': { 200: { 'application/json': StateFile } },
  'GET /state-files/{sha256}': { 200: { 'application/json': StateFile } },
  'GET /state-files/{sha256}/download': { 200: { 'application/json': {} } },
  'GET /deployments/{deploymentId}/outputs/{outputName}': { 200: { 'application/json': OutputValue, 'text/plain': {} } },
  'GET /deployments/{deploymentId}/state/versions': { 200: { 'application/json': StateVersions } },
  'GET /deployments/{deploymentId}/state/versions/{version}': { 200: { 'application/json': StateVersion }, 304: {} },
  'GET /deployments/{deploymentId}/state/versions/{version}/download': { 200: { 'application/json': {} } },
  'GET /deployments/{deploymentId}/state/diff': { 200: { 'application/json': StateDiff, 'text/plain': {} }, 304: {} },
  'GET /clusters': { 200: { 'application/json': ClusterList } },
  'POST /clusters': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /clusters/{clusterId}': { 200: { 'application/json': Cluster }, 304: {} },
  'PATCH /clusters/{clusterId}': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'DELETE /clusters/{clusterId}': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /clusters/{clusterId}/operations': { 200: { 'application/json': OperationList } },
  'GET /clusters/{clusterId}/resources': { 200: { 'application/json': Ledger } },
  'GET /networks': { 200: { 'application/json': NetworkList } },
  'POST /networks': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /networks/{networkId}': { 200: { 'application/json': Network }, 304: {} },
  'DELETE /networks/{networkId}': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /networks/{networkId}/operations': { 200: { 'application/json': OperationList } },
  'GET /networks/{networkId}/resources': { 200: { 'application/json': Ledger } },
  'GET /connections': { 200: { 'application/json': ConnectionList } },
  'POST /connections': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /connections/{connectionId}/operations': { 200: { 'application/json': OperationList } },
  'GET /deployments': { 200: { 'application/json': DeploymentList } },
  'POST /deployments': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /deployments/{deploymentId}': { 200: { 'application/json': Deployment }, 304: {} },
  'PATCH /deployments/{deploymentId}': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'DELETE /deployments/{deploymentId}': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'GET /deployments/{deploymentId}/operations': { 200: { 'application/json': OperationList } },
  'POST /clusters/{clusterId}:recover': { 200: { 'application/json': Operation }, 202: { 'application/json': Operation } },
  'POST /webhooks/github': { 200: { 'application/json': WebhookReceipt } },
  'POST /webhooks/gitlab': { 200: { 'application/json': WebhookReceipt } },
  'GET /healthz': { 200: { 'application/json': { status: 'string' } } },
  'GET /readyz': { 200: { 'application/json': { status: 'string', temporal: 'string', worker: 'string', engines: 'string' } } },
  'GET /openapi.json': { 200: { 'application/json': {} }, 304: {} },
  'GET /docs': { 200: { 'text/html': {} } },
  'GET /ui': { 200: { 'text/html': {} } },
  'GET /ui/operations/{operationId}': { 200: { 'text/html': {} } },
};
