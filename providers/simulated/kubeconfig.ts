/**
 * A kubeconfig that is whole and honest: nothing answers at a simulated cluster's endpoint, and what
 * kubectl runs for a credential says so. As JSON, which is YAML, too.
 */
export function kubeconfig(about: {
  name: string;
  endpoint: string;
  certificateAuthority: string;
}): string {
  const { name, endpoint, certificateAuthority } = about;
  const words = `${name} is a simulated cluster: it has no Kubernetes API, and nothing runs on it.`;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: { server: endpoint, 'certificate-authority-data': certificateAuthority },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1beta1',
            command: 'sh',
            args: ['-c', `echo '${words}' >&2; exit 1`],
            interactiveMode: 'Never',
          },
        },
      },
    ],
  });
}
