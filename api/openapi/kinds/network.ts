import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from '../examples/ids.ts';
import { RECORD_DESCRIPTIONS, type KindDocument } from './kind-document.ts';

export const network: KindDocument<'network'> = {
  title: 'Network',
  tag: 'Networks',
  tagDescription: 'Networks that clusters can use.',
  summaries: { create: 'Create a network', delete: 'Delete a network' },
  createDescription:
    'The network exists at once, with the status `creating`. It can be used when the operation has succeeded.',
  problems: { create: ['connection_not_active'], delete: ['in_use'] },
  examples: {
    record: {
      id: 'base',
      uid: RESOURCE_UID,
      organizationId: 'local',
      name: 'base',
      provider: 'simulated',
      region: 'sim-central-1',
      status: 'active',
      spec: {
        cidr: '10.0.0.0/16',
        availabilityZoneCount: 2,
        natGateways: 'single',
        onFailure: 'rollback',
      },
      outputs: { vpcId: 'vpc-f2ffa75626c636c8b' },
      operationId: OPERATION_ID,
      createdAt: CREATED_AT,
      updatedAt: '2026-11-24T05:18:36.480Z',
    },
    createRequest: { name: 'base', cidr: '10.8.0.0/18', natGateways: 'per_zone' },
  },
  descriptions: {
    record: RECORD_DESCRIPTIONS,
    createRequest: {
      self: 'Only the name is required.',
      cidr: 'An IPv4 network of /16 to /22 without host bits.',
      natGateways: 'How private subnets reach the internet.',
      aws: 'For the provider `aws` only.',
      tags: 'Keys must not start with `slipway:`.',
      onFailure:
        '`rollback` undoes the created cloud resources; `retain` keeps them until the network is deleted.',
      simulation: 'For the simulated provider only.',
    },
  },
};
