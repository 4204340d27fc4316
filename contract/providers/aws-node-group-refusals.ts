/** What EKS and EBS refuse in the settings of a node group. */
import {
  DEFAULT_AMI_FAMILY,
  LATEST,
  releaseSchema,
  type AmiFamily,
  type AwsNodeGroup,
} from './aws-node-group.ts';
import type { ProviderFault, ProviderRequest } from './definition.ts';

/** What each disk of type gp3 has. */
const DEFAULT_IOPS = 3_000;
/** The limits of EBS: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
const DISK_LIMITS = {
  gp3: { iops: { min: DEFAULT_IOPS, max: 80_000, perGiB: 500 }, mibPerIops: 0.25 },
  gp2: {},
  io1: { iops: { min: 100, max: 64_000, perGiB: 50 } },
  io2: { iops: { min: 100, max: 256_000, perGiB: 1_000 } },
} as const satisfies Record<NonNullable<AwsNodeGroup['diskType']>, DiskLimits>;
interface DiskLimits {
  iops?: { min: number; max: number; perGiB: number };
  /** The throughput for each IOPS, in MiB per second. */
  mibPerIops?: number;
}

type NodeGroup = NonNullable<ProviderRequest['nodeGroups']>[number];

/** Returns what EKS or EBS refuses in the settings of a node group. */
export function nodeGroupSettingFaults(group: NodeGroup): ProviderFault[] {
  const { amiFamily = DEFAULT_AMI_FAMILY } = group.aws ?? {};
  return [...releaseFaults(group.release, amiFamily), ...diskFaults(group)];
}

/** The releases of Amazon Linux begin with the version of Kubernetes, those of Bottlerocket with their own. */
function releaseFaults(release: string | undefined, family: AmiFamily): ProviderFault[] {
  if (release === LATEST || !releaseSchema.safeParse(release).success) return [];
  const isDated = /-\d{8}$/.test(release ?? '');
  if (isDated === (family === 'al2023')) return [];
  const example = family === 'al2023' ? '1.34.2-20260115' : '1.50.0-0a1b2c3d';
  const message = `is not a release of ${family}, such as ${example}; or use "${LATEST}"`;
  return [{ path: ['release'], message }];
}

function diskFaults({ diskGiB = 0, aws = {} }: NodeGroup): ProviderFault[] {
  const { diskType = 'gp3', diskIops, diskThroughput } = aws;
  const { iops, mibPerIops }: DiskLimits = DISK_LIMITS[diskType];
  const faults: ProviderFault[] = [];
  const refuse = (field: string, message: string) => {
    faults.push({ path: ['aws', field], message });
  };
  if (diskIops === undefined && diskType.startsWith('io')) {
    refuse('diskIops', `a disk of type ${diskType} needs its number of IOPS`);
  }
  if (diskIops !== undefined) {
    const most = iops && Math.min(iops.max, Math.max(iops.min, iops.perGiB * diskGiB));
    if (iops === undefined || most === undefined) {
      refuse('diskIops', `a disk of type ${diskType} has no number of IOPS of its own`);
    } else if (diskIops < iops.min || diskIops > most) {
      const size = `a disk of type ${diskType} with ${diskGiB} GiB`;
      refuse('diskIops', `${size} has ${iops.min} to ${most} IOPS`);
    }
  }
  if (diskThroughput === undefined) return faults;
  if (mibPerIops === undefined) {
    refuse('diskThroughput', `a disk of type ${diskType} has no throughput of its own`);
    return faults;
  }
  const most = (diskIops ?? DEFAULT_IOPS) * mibPerIops;
  if (diskThroughput > most) {
    const words = `with ${diskIops ?? DEFAULT_IOPS} IOPS a disk has at most ${most} MiB per second`;
    refuse('diskThroughput', `${words}; raise diskIops`);
  }
  return faults;
}
