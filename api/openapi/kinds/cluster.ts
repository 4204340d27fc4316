import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from '../examples/ids.ts';
import { RECORD_DESCRIPTIONS, type KindDocument } from './kind-document.ts';

export const cluster: KindDocument<'cluster'> = {
  title: 'Cluster',
  tag: 'Clusters',
  tagDescription: 'Kubernetes clusters.',
  summaries: { create: 'Create a cluster', update: 'Change a cluster', delete: 'Delete a cluster' },
  createDescription:
    'The cluster exists at once, with the status `creating`. It can be used when the operation has succeeded.',
  updateDescription:
    'A JSON merge patch (RFC 7396): fields that are left out keep their value, null resets a field to its default, arrays are replaced as a whole. The operation changes only what differs. `name`, `provider`, `region`, `networkId`, `connectionId`, `aws.vpc` and `aws.encryptionKeyArn` cannot be changed; `kubernetesVersion` goes up one minor version at a time. If the cloud has upgraded the control plane by itself, the cluster takes the newer version over.',
  problems: {
    create: ['connection_not_active', 'network_not_active'],
    update: ['record_lost'],
    delete: ['deletion_protected'],
  },
  examples: {
    record: {
      id: 'demo',
      uid: RESOURCE_UID,
      organizationId: 'local',
      name: 'demo',
      provider: 'simulated',
      region: 'sim-central-1',
      status: 'active',
      spec: {
        kubernetesVersion: '1.33',
        nodeGroups: [
          {
            name: 'default',
            instanceTypes: ['m5.large'],
            minSize: 1,
            desiredSize: 2,
            maxSize: 3,
            capacityType: 'on_demand',
            diskGiB: 50,
          },
        ],
        addons: ['vpc-cni', 'kube-proxy', 'coredns'],
        karpenter: false,
        onFailure: 'rollback',
      },
      outputs: { endpoint: 'https://cp-bb6448e9d3f8d6a4e.sim-central-1.cloud.example' },
      operationId: OPERATION_ID,
      createdAt: CREATED_AT,
      updatedAt: '2026-11-24T05:18:56.480Z',
      externalStatus: 'ACTIVE',
    },
    createRequest: { name: 'demo' },
    updateRequest: { nodeGroups: [{ name: 'default', desiredSize: 3 }], tags: { team: 'core' } },
  },
  descriptions: {
    record: {
      ...RECORD_DESCRIPTIONS,
      networkId: 'The network that the cluster uses. Absent when the cluster has its own.',
      externalClusterId: "The cloud's id of the control plane.",
      externalStatus: "The status of the control plane in the cloud's vocabulary.",
    },
    createRequest: {
      self: 'Only the name is required.',
      networkId:
        'The network to use. Without it, the cluster creates its own network and deletes it in the end.',
      kubernetesVersion:
        "A minor version that the provider's cloud offers. Without it, a new cluster gets the cloud's default. The operation writes the version into the spec.",
      upgradePolicy:
        '`standard`: the cloud upgrades the control plane when its version leaves standard support. `extended`: the version stays for the extended support, which costs more. `standard` unless given.',
      addons:
        'Each add-on at most once. The provider `aws` installs any add-on of EKS by its name.',
      addonSettings:
        "By the name of an add-on: its `version` (the cloud's default for the cluster's version of Kubernetes unless given) and its `configuration`.",
      karpenter:
        'Creates what Karpenter needs in the cloud: roles, a queue of interruptions, and the tags by which it discovers subnets. Its controller has to be installed in the cluster.',
      nodeGroups: 'At least one, except with `aws.autoMode`.',
      aws: 'For the provider `aws` only. `encryptionKeyArn` and `vpc` cannot be changed later.',
      deletionProtection:
        'Refuses deletions of the cluster, and of its control plane in the cloud, until it is set to false.',
      onDelete: 'For the provider `aws` only.',
      tags: 'Keys must not start with `slipway:`.',
      onFailure:
        '`rollback` undoes the created cloud resources; `retain` keeps them until the cluster is deleted.',
      simulation: 'For the simulated provider only.',
    },
    updateRequest: {
      self: 'Fields that are left out keep their value. null resets a field to its default.',
      nodeGroups:
        'The complete list. Groups that are left out are removed, after the others are ready.',
      tags: 'Merged key by key. null removes a tag.',
      kubernetesVersion: 'The current or the next minor version. null keeps the current one.',
      simulation: 'Faults during this update; for the simulated provider only.',
    },
  },
};
