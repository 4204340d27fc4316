/** The examples of the document. Tests check them against the schemas. */
import { listed, preview, running, submitted, timeline } from './examples/operations.ts';
import {
  account,
  cluster,
  connection,
  deployment,
  kubeconfig,
  ledger,
  network,
} from './examples/resources.ts';

export const EXAMPLES = {
  submitted,
  running,
  preview,
  operations: { items: [listed] },
  cluster,
  clusters: { items: [cluster] },
  network,
  networks: { items: [network] },
  ledger,
  deployment,
  deployments: { items: [deployment] },
  deploymentOutputs: { outputs: deployment.outputs, withheldOutputs: ['connection_string'] },
  connection,
  connections: { items: [connection] },
  kubeconfig,
  timeline,
  createConnection: { name: 'production', ...account },
  createDeployment: {
    name: 'web',
    source: { files: { 'main.tf': 'resource "random_id" "id" {\n  byte_length = 4\n}\n' } },
    confirm: 'manual',
  },
  updateDeployment: { variables: { replicas: 4 } },
  createCluster: { name: 'demo' },
  updateCluster: { nodeGroups: [{ name: 'default', desiredSize: 3 }], tags: { team: 'core' } },
  createNetwork: { name: 'base', cidr: '10.8.0.0/18', natGateways: 'per_zone' },
  discover: { architectures: ['arm64'], minVCpus: 4, gpu: false },
  cancel: { reason: 'wrong region' },
  retry: {},
} as const;
