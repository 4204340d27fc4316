/** Builds operations for tests of the CLI's output. */
import type { Operation } from '../../../client/types.ts';
import { progressSummarySchema } from '../../../contract/operations/operation.ts';

type Node = NonNullable<Operation['progress']['resources']>[number];

export const ID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const AT = '2026-11-24T05:18:25.000Z';

export function node(urn: string, more: Partial<Node> = {}): Node {
  const [type = '', name = ''] = urn.split('/');
  return {
    urn: `urn:slipway:local:clusters:demo:${urn}`,
    type,
    name,
    operation: 'create',
    status: 'pending',
    ...more,
  };
}

export const done = (urn: string, more: Partial<Node> = {}): Node =>
  node(urn, { status: 'succeeded', startedAt: AT, duration: 1_200, ...more });

export function operationOf(resources: Node[], more: Partial<Operation> = {}): Operation {
  const count = (status: Node['status']) => resources.filter((it) => it.status === status).length;
  const summary = progressSummarySchema.parse({
    total: resources.length,
    pending: count('pending'),
    running: count('running'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    unchanged: count('unchanged'),
  });
  return {
    id: ID,
    organizationId: 'local',
    memberId: 'me',
    operation: 'create_cluster',
    status: 'running',
    progress: { stage: 'provisioning', message: 'working on vpc main', resources, summary },
    resourceType: 'cluster',
    resourceId: 'demo',
    createdAt: AT,
    updatedAt: '2026-11-24T05:18:30.000Z',
    version: 7,
    cancelable: true,
    links: { self: `/operations/${ID}` },
    ...more,
  };
}

/** The fields of a resource that a test does not care about. */
export const RECORD = {
  uid: ID,
  organizationId: 'local',
  provider: 'simulated',
  region: 'sim-central-1',
  status: 'active',
  outputs: {},
  operationId: ID,
  createdAt: AT,
  updatedAt: AT,
};
