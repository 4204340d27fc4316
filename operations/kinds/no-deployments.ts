/** Deployments of a service without engines: what exists can be read, and nothing can be started. */
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type {
  DeletableKind,
  RefreshableKind,
  ResourceKind,
  UpdatableKind,
} from './resource-kind.ts';

export const noDeployments: ResourceKind<'deployment'> &
  UpdatableKind<'deployment'> &
  DeletableKind &
  RefreshableKind = {
  create: refuse,
  update: refuse,
  delete: refuse,
  refreshSource: refuse,
  retry: refuse,
  preview: refuse,
};

async function refuse(): Promise<never> {
  throw new RequestError(
    'deployments_not_offered',
    'This service runs no engines, so it starts no operations on deployments. Clusters and networks are not affected. To offer deployments, start a worker and this API without SLIPWAY_RUNNER=none.',
  );
}
