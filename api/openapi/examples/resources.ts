/** Examples of the parts of a resource. The examples of the resources themselves are in kinds/. */
import type { LedgerItem } from '../../../contract/resources/ledger.ts';
import type { OutputValue, StateFile, StateVersion } from '../../../contract/resources/state.ts';
import { CREATED_AT, OPERATION_ID } from './ids.ts';

export const stateVersion: StateVersion = {
  version: 3,
  current: true,
  serial: 12,
  lineage: '5f0c7a52-9d2b-4bb1-3c5e-0b8f8a3d7c11',
  bytes: 4_812,
  sha256: '9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29',
  resources: 7,
  engineVersion: '1.12.6',
  operationId: OPERATION_ID,
  memberId: 'me',
  createdAt: CREATED_AT,
};

export const stateFile: StateFile = {
  serial: 12,
  lineage: '5f0c7a52-9d2b-4bb1-3c5e-0b8f8a3d7c11',
  bytes: 4_812,
  sha256: '9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29',
  resources: 7,
  engineVersion: '1.12.6',
};

export const outputValue: OutputValue = {
  name: 'connection_string',
  sensitive: true,
  type: 'string',
  value: 'postgres://web:secret@10.0.3.7/web',
};

export const ledger: { items: LedgerItem[] } = {
  items: [
    {
      urn: 'urn:slipway:local:clusters:demo:vpc/main',
      type: 'vpc',
      name: 'main',
      generation: 1,
      dependsOn: [],
      status: 'present',
      cloudId: 'vpc-f2ffa75626c636c8b',
      since: '2026-11-24T05:18:56.480Z',
      operationId: OPERATION_ID,
    },
  ],
};

export const kubeconfig = `apiVersion: v1
kind: Config
current-context: demo
clusters:
  - name: demo
    cluster:
      server: https://0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com
      certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
contexts:
  - name: demo
    context:
      cluster: demo
      user: demo
users:
  - name: demo
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: aws
        args: [eks, get-token, --cluster-name, demo, --region, eu-central-1]
        interactiveMode: Never
`;
