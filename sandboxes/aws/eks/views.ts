/** What EKS answers about clusters and node groups: moto's description with the state in AWS. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Answer } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';
import type { Resources, StoredResource } from './resources.ts';
import type { EksUpdates } from './updates.ts';

const STATUSES = {
  creating: 'CREATING',
  ready: 'ACTIVE',
  deleting: 'DELETING',
  gone: 'DELETING',
} as const;
const ISSUE = {
  code: 'Ec2SubnetInvalidConfiguration',
  message: 'The sandbox injects this failure.',
};
const recordSchema = z.record(z.string(), z.unknown()).default({});
const viewsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

export interface ViewOptions {
  delays: Delays;
  resources: Resources;
  updates: EksUpdates;
}

export function createViews({ delays, resources: { stored }, updates }: ViewOptions) {
  function statusOf(key: string, failed: string): string {
    const state = delays.stateOf(key);
    if (state === 'failed') return failed;
    return state === 'ready' && updates.isRunning(key) ? 'UPDATING' : STATUSES[state];
  }

  /** Replaces the state in moto's response with the state in AWS. */
  return function withState(answer: Answer, field: 'cluster' | 'nodegroup', key: string): Answer {
    if (answer.status >= 300) return answer;
    const body = viewsSchema.parse(JSON.parse(answer.body));
    const state = delays.stateOf(key);
    const failed = field === 'cluster' ? 'FAILED' : 'CREATE_FAILED';
    const { endpoint: _endpoint, certificateAuthority: _authority, ...bare } = body[field] ?? {};
    const { taints } = bare;
    const it = stored.get(key);
    const view = {
      // A control plane has no endpoint until its create ends.
      ...(state === 'creating' ? bare : body[field]),
      // EKS keeps taints as a set, and lists them in an order of its own.
      ...(Array.isArray(taints) && { taints: taints.toReversed() }),
      ...it?.fields,
      ...(field === 'cluster' && { resourcesVpcConfig: networkOf(bare, it) }),
      status: statusOf(key, failed),
      version: it?.version,
      tags: it?.tags ?? bare['tags'],
      // moto gives all clusters the same issuer, but IAM accepts each issuer only once.
      ...(field === 'cluster' && { identity: { oidc: { issuer: issuerOf(bare) } } }),
      ...(state === 'failed' && { health: { issues: [ISSUE] } }),
    };
    return { ...answer, body: JSON.stringify({ ...body, [field]: view }) };
  };
}

/** The network of a cluster: as created or changed, and what EKS added to it. */
export function networkOf(
  bare: Record<string, unknown> = {},
  it: StoredResource | undefined,
): object {
  const changed = it?.fields['resourcesVpcConfig'] ?? bare['resourcesVpcConfig'];
  return { ...recordSchema.parse(changed), ...it?.network };
}

function issuerOf({ arn, createdAt }: Record<string, unknown>): string {
  const id = createHash('sha256')
    .update(`${String(arn)} ${String(createdAt)}`)
    .digest('hex');
  const region = String(arn).split(':')[3];
  return `https://oidc.eks.${region}.amazonaws.com/id/${id.slice(0, 32).toUpperCase()}`;
}
