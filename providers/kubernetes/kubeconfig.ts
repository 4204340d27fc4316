/** A command that kubectl runs for a credential, so that the kubeconfig itself holds no secret. */
export interface CredentialCommand {
  command: string;
  args: string[];
}

/** Returns a kubeconfig with one cluster and one user, as JSON, which is also YAML. */
export function kubeconfig(cluster: {
  name: string;
  endpoint: string;
  certificateAuthority: string;
  credential: CredentialCommand;
}): string {
  const { name, endpoint, certificateAuthority, credential } = cluster;
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
            ...credential,
            interactiveMode: 'Never',
          },
        },
      },
    ],
  });
}
