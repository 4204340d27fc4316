import type { AmiFamily } from '../../../contract/providers/aws-node-group.ts';

const BOUNDARY = '//slipway//';

/** nodeadm merges this with the part that EKS adds: https://awslabs.github.io/amazon-eks-ami/nodeadm/ */
function nodeConfig(maxPods: number): string {
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: application/node.eks.aws',
    '',
    '---',
    'apiVersion: node.eks.aws/v1alpha1',
    'kind: NodeConfig',
    'spec:',
    '  kubelet:',
    '    config:',
    `      maxPods: ${maxPods}`,
    '',
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

/** EKS adds its own settings to these: https://bottlerocket.dev/en/os/latest/#/api/settings/kubernetes/ */
function bottlerocketSettings(maxPods: number): string {
  return `[settings.kubernetes]\nmax-pods = ${maxPods}\n`;
}

const USER_DATA = {
  al2023: nodeConfig,
  bottlerocket: bottlerocketSettings,
} as const satisfies Record<AmiFamily, (maxPods: number) => string>;

/** Returns the user data of a node group's instances in base64; undefined if they need none. */
export function userDataOf(
  family: AmiFamily,
  { maxPods }: { maxPods?: number | undefined },
): string | undefined {
  if (maxPods === undefined) return undefined;
  return Buffer.from(USER_DATA[family](maxPods)).toString('base64');
}
