/** What a run costs, by the public list prices of us-east-1. Other regions cost up to about 60 % more. */

/** How long the parts of a run exist in a real account, in hours. */
const HOURS = 50 / 60;
const NODES = 2;
const DISK_GIB = 20;
const HOURS_PER_MONTH = 730;

/** US dollars per hour, in us-east-1 (aws.amazon.com/eks/pricing, /ec2/pricing, /vpc/pricing, /ebs/pricing). */
const PER_HOUR = {
  'the control plane': 0.1,
  'the NAT gateway': 0.045,
  'its public address': 0.005,
  'the disks of two nodes': (NODES * DISK_GIB * 0.08) / HOURS_PER_MONTH,
} as const;

/** US dollars per hour of the instance types that are usual for a run. */
const INSTANCES: Readonly<Record<string, number>> = {
  't3.medium': 0.0416,
  't3.large': 0.0832,
  't4g.medium': 0.0336,
  't4g.large': 0.0672,
  'm5.large': 0.096,
  'm6i.large': 0.096,
  'm7g.large': 0.0816,
};

/**
 * Describes the cost of a run, one line for each part that AWS bills by the hour, and the sum.
 *
 * @param instanceType the type of the nodes. The price of an unusual type is left out, which the text says.
 */
export function describeCost(instanceType: string): string {
  const price = INSTANCES[instanceType];
  const parts: Record<string, number> = {
    ...PER_HOUR,
    ...(price !== undefined && { [`two nodes ${instanceType}`]: NODES * price }),
  };
  const lines = Object.entries(parts).map(
    ([name, perHour]) => `  ${name.padEnd(26)} ${(perHour * HOURS).toFixed(2)} USD`,
  );
  const sum = Object.values(parts).reduce((total, perHour) => total + perHour * HOURS, 0);
  const without = price === undefined ? `, without the two nodes ${instanceType}` : '';
  return [
    'Estimated cost of 50 minutes, at the prices of us-east-1:',
    ...lines,
    `  ${'together'.padEnd(26)} ${sum.toFixed(2)} USD${without}`,
    'Other regions cost up to about 60 % more. Traffic and taxes come on top.',
  ].join('\n');
}
