/** Examples of the parts of a resource. The examples of the resources themselves are in kinds/. */
import type { LedgerItem } from '../../../contract/resources/ledger.ts';
import { OPERATION_ID } from './ids.ts';

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
