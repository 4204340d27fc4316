/** The examples of the document. Tests check them against the schemas. */
import { listed, plan, preview, running, submitted, timeline } from './examples/operations.ts';
import { kubeconfig, ledger } from './examples/resources.ts';
import { KIND_DOCUMENTS } from './kinds/kinds.ts';

const { outputs } = KIND_DOCUMENTS.deployment.examples.record;

export const EXAMPLES = {
  submitted,
  running,
  preview,
  operations: { items: [listed] },
  ledger,
  deploymentOutputs: { outputs, withheldOutputs: ['connection_string'] },
  kubeconfig,
  timeline,
  plan,
  discover: { architectures: ['arm64'], minVCpus: 4, gpu: false },
  cancel: { reason: 'wrong region' },
  retry: {},
} as const;
