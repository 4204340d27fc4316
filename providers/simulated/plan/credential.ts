import { controlPlaneIn } from '../../kubernetes/cluster-layout.ts';
import type { CredentialCommand } from '../../kubernetes/kubeconfig.ts';
import type { CloudResource } from '../../provider.ts';

/** The domain of the endpoints that nobody serves. */
const NOT_SERVED = '.cloud.example';

/** A program for Node.js, which every machine with the command line has: prints the answer of the cloud. */
const FETCH = [
  "fetch(process.argv[1], { method: 'POST' })",
  '.then(async (answer) => ({ ok: answer.ok, text: await answer.text() }))',
  '.then(({ ok, text }) => { (ok ? process.stdout : process.stderr).write(text); process.exitCode = ok ? 0 : 1; })',
  '.catch((error) => { console.error(String(error.cause ?? error)); process.exitCode = 1; });',
].join('');

/** Returns true if a Kubernetes API answers at the endpoint of a control plane. */
export function isServed(endpoint: string | undefined): endpoint is string {
  return endpoint !== undefined && !new URL(endpoint).hostname.endsWith(NOT_SERVED);
}

/** Returns the command with which kubectl gets a short-lived client certificate from the simulated cloud. */
export function credentialCommand(
  cluster: string,
  nodes: readonly CloudResource[],
  cloudUrl: string,
): CredentialCommand {
  const controlPlane = controlPlaneIn(nodes);
  const { endpoint } = controlPlane?.outputs ?? {};
  if (controlPlane === undefined || !isServed(endpoint)) {
    const message = `${cluster} is a simulated cluster without a Kubernetes API: run npm run kubernetes, start Slipway again, and create the cluster anew.`;
    return { command: 'sh', args: ['-c', `echo '${message}' >&2; exit 1`] };
  }
  const url = `${cloudUrl.replace(/\/$/, '')}/resources/${controlPlane.cloudId}/credential`;
  return { command: 'node', args: ['-e', FETCH, url] };
}
