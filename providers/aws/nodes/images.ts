/** The node images of EKS: which one instance types need, and its newest release. */
import type { AMITypes } from '@aws-sdk/client-eks';
import type { AmiFamily } from '../../../contract/providers/aws-node-group.ts';
import { ProviderError } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { vendorCode } from '../client/errors.ts';
import type { Accelerator, InstanceFacts } from './instance-facts.ts';

const EKS_IMAGES = '/aws/service/eks/optimized-ami';
const amazonLinux = (variant: string) => (version: string) =>
  `${EKS_IMAGES}/${version}/amazon-linux-2023/${variant}/recommended/release_version`;
const bottlerocket =
  (architecture: string, variant = '') =>
  (version: string) =>
    `/aws/service/bottlerocket/aws-k8s-${version}${variant}/${architecture}/latest/image_version`;

/** The public parameter with the newest release of each image, by the version of Kubernetes. */
const RELEASE_PARAMETERS = {
  AL2023_x86_64_STANDARD: amazonLinux('x86_64/standard'),
  AL2023_x86_64_NVIDIA: amazonLinux('x86_64/nvidia'),
  AL2023_x86_64_NEURON: amazonLinux('x86_64/neuron'),
  AL2023_ARM_64_STANDARD: amazonLinux('arm64/standard'),
  AL2023_ARM_64_NVIDIA: amazonLinux('arm64/nvidia'),
  BOTTLEROCKET_x86_64: bottlerocket('x86_64'),
  BOTTLEROCKET_x86_64_NVIDIA: bottlerocket('x86_64', '-nvidia'),
  BOTTLEROCKET_ARM_64: bottlerocket('arm64'),
  BOTTLEROCKET_ARM_64_NVIDIA: bottlerocket('arm64', '-nvidia'),
} as const satisfies Partial<Record<AMITypes, (version: string) => string>>;
export type NodeImage = keyof typeof RELEASE_PARAMETERS;

/**
 * The image for each kind of instance: https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 * Bottlerocket's plain image has the drivers of Neuron. No instance type has both Arm and Neuron.
 */
const IMAGES: Readonly<
  Record<AmiFamily, Record<'x86' | 'arm', Record<Accelerator, NodeImage | undefined>>>
> = {
  al2023: {
    x86: {
      none: 'AL2023_x86_64_STANDARD',
      nvidia: 'AL2023_x86_64_NVIDIA',
      neuron: 'AL2023_x86_64_NEURON',
    },
    arm: { none: 'AL2023_ARM_64_STANDARD', nvidia: 'AL2023_ARM_64_NVIDIA', neuron: undefined },
  },
  bottlerocket: {
    x86: {
      none: 'BOTTLEROCKET_x86_64',
      nvidia: 'BOTTLEROCKET_x86_64_NVIDIA',
      neuron: 'BOTTLEROCKET_x86_64',
    },
    arm: { none: 'BOTTLEROCKET_ARM_64', nvidia: 'BOTTLEROCKET_ARM_64_NVIDIA', neuron: undefined },
  },
};

/** Returns the image of the family that runs on a type; undefined if there is none. */
export function imageOf(
  family: AmiFamily,
  { isArm, accelerator }: Pick<InstanceFacts, 'isArm' | 'accelerator'>,
): NodeImage | undefined {
  return IMAGES[family][isArm ? 'arm' : 'x86'][accelerator];
}

/** Returns the newest release of an image; undefined if EKS has no such image for the version. */
export async function newestRelease(
  { ssm }: Pick<Aws, 'ssm'>,
  image: NodeImage,
  kubernetesVersion: string,
): Promise<string | undefined> {
  const Name = RELEASE_PARAMETERS[image](kubernetesVersion);
  try {
    const { Parameter } = await ssm.getParameter({ Name });
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ProviderError && vendorCode(error) === 'ParameterNotFound') {
      return undefined;
    }
    throw error;
  }
}
