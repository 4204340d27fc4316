/**
 * A kubeconfig without a secret: kubectl asks the AWS command line for a token, with the credentials of
 * whoever runs it. As JSON, which is YAML, too.
 */
export function kubeconfig(about: {
  name: string;
  region: string;
  endpoint: string;
  certificateAuthority: string;
}): string {
  const { name, region, endpoint, certificateAuthority } = about;
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
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', name, '--region', region],
            interactiveMode: 'Never',
          },
        },
      },
    ],
  });
}
