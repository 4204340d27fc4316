/** The examples of the document. Tests check them against the schemas. */
import {
  listed,
  logLine,
  plan,
  preview,
  running,
  submitted,
  timeline,
} from './examples/operations.ts';
import { kubeconfig, ledger, outputValue, stateFile, stateVersion } from './examples/resources.ts';
import { KIND_DOCUMENTS } from './kinds/kinds.ts';

const { outputs } = KIND_DOCUMENTS.deployment.examples.record;

export const EXAMPLES = {
  submitted,
  running,
  preview,
  operations: { items: [listed] },
  ledger,
  archive: {
    sha256: '9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29',
    bytes: 48_213,
    files: 37,
  },
  webhookReceipt: { deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958', status: 'accepted' },
  deploymentOutputs: { outputs, withheldOutputs: ['connection_string'] },
  kubeconfig,
  logLine,
  timeline,
  plan,
  stateVersion,
  outputValue,
  stateFile,
  stateVersions: { items: [stateVersion] },
  stateDiff: { from: 2, to: 3, ...plan },
  discover: { architectures: ['arm64'], minVCpus: 4, gpu: false },
  cancel: { reason: 'wrong region' },
  retry: { reason: 'the quota was raised' },
  decide: { reason: 'reviewed' },
} as const;
