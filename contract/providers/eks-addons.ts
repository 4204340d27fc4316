/** The add-ons of EKS, which the simulated cloud imitates. */
export const EKS_ADDONS = [
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
  'coredns',
  'aws-ebs-csi-driver',
] as const;
export type EksAddon = (typeof EKS_ADDONS)[number];
