import * as z from 'zod';
import { controlPlaneIn } from '../kubernetes/cluster-layout.ts';
import { checkHealth } from '../kubernetes-api/health.ts';
import { ProviderError, type Provider } from '../provider.ts';
import type { AskCloud } from './client/client.ts';
import { isServed } from './plan/credential.ts';

const GROUP_LABEL = 'cloud.example/node-group';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

const credentialSchema = z.object({
  status: z.object({ clientCertificateData: z.string(), clientKeyData: z.string() }),
});

/** Looks into the Kubernetes API of a simulated cluster, with a client certificate from the cloud at `url`. */
export function createHealth(ask: AskCloud, url: string): Provider['health'] {
  return async (_owner, { nodeGroups }, nodes, { signal }) => {
    const controlPlane = controlPlaneIn(nodes);
    const { endpoint, certificateAuthority = '' } = controlPlane?.outputs ?? {};
    if (controlPlane === undefined || !isServed(endpoint)) {
      return { state: 'unchecked', why: 'the simulated cluster has no Kubernetes API' };
    }
    const path = `resources/${controlPlane.cloudId}/credential`;
    try {
      const { status } = await ask(credentialSchema, { method: 'POST', path }, signal);
      const { clientCertificateData: certificate, clientKeyData: key } = status;
      const expected = {
        groupLabel: GROUP_LABEL,
        minNodes: nodeGroups.reduce((sum, { desiredSize }) => sum + desiredSize, 0),
        // The control planes are on the machine of the cloud.
        mustAnswer: LOOPBACK.has(new URL(url).hostname),
      };
      const credential = { certificate, key };
      return await checkHealth({ endpoint, certificateAuthority, credential }, expected, signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.errorType !== 'permission') throw error;
      return { state: 'unchecked', why: `the cloud refuses a credential: ${error.publicMessage}` };
    }
  };
}
