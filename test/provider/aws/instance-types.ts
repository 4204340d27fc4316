/**
 * Compares the formulas, applied to EC2's descriptions from the SDK, with the values that Karpenter
 * publishes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { discoverRequestSchema } from '../../../contract/resources/instance-types.ts';
import { createAccess } from '../../../providers/aws/client/access.ts';
import { createCatalogue } from '../../../providers/aws/catalogue.ts';
import { createAwsProvider } from '../../../providers/aws/provider.ts';
import { allocatableMilliCpu, podCapacity } from '../../../providers/instance-types/capacity.ts';
import type { CatalogueEntry } from '../../../providers/instance-types/discovery.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';

const REGION = 'us-east-1';
const LARGEST_PAYLOAD = 2 * 1024 * 1024;
const reference = new Map(
  readFileSync(path.join(import.meta.dirname, 'karpenter-reference.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [type = '', pods, milliCpu] = line.split(' ');
      return [type, { pods: Number(pods), milliCpu: Number(milliCpu) }];
    }),
);
/** The types for which the two differ, with the reason. */
const BOTH_CARDS =
  'Karpenter counts the interfaces of both network cards; pods get addresses from the default card only';
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'i7ie.48xlarge': BOTH_CARDS,
  'i7ie.metal-48xl': BOTH_CARDS,
  'i8ge.48xlarge': BOTH_CARDS,
  'i8ge.metal-48xl': BOTH_CARDS,
};

export function instanceTypes(sandbox: AwsSandbox): void {
  const options = () => ({
    endpoint: sandbox.url,
    // moto needs seconds to describe all types for the first time.
    requestTimeoutMs: 30_000,
    rate: { perSecond: 1_000, burst: 1_000 },
  });
  let entries: readonly CatalogueEntry[];
  beforeAll(async () => {
    const access = createAccess({ ...options(), clock: Date.now, consistencyWindowMs: 0 });
    const { signal } = new AbortController();
    entries = await access.run(REGION, signal, (aws) => createCatalogue(Date.now).of(aws));
  });

  test('pods and CPU equal what Karpenter publishes, for every type that both know', () => {
    const shared = entries.filter(({ instanceType }) => reference.has(instanceType));
    expect(shared.length).toBeGreaterThan(700);
    const differing = shared.flatMap((entry) => {
      const { instanceType, vCpus } = entry;
      const ours = { pods: podCapacity(entry).raw, milliCpu: allocatableMilliCpu(vCpus) };
      const theirs = reference.get(instanceType);
      const isSame = ours.pods === theirs?.pods && ours.milliCpu === theirs.milliCpu;
      return isSame ? [] : [instanceType];
    });
    expect(differing.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
  });

  test('all types of a region come in pages, and fit into one Temporal payload', async () => {
    const provider = createAwsProvider(options());
    const request = discoverRequestSchema.parse({ provider: 'aws', region: REGION });
    const { signal } = new AbortController();
    const before = (await sandbox.calls()).length;
    const types = await provider.instanceTypes(request, { signal });
    expect(types.length).toBeGreaterThan(1_300);
    const pages = (await sandbox.calls(before)).filter(
      (it) => it.action === 'DescribeInstanceTypes',
    );
    expect(pages.length).toBeGreaterThanOrEqual(Math.ceil(types.length / 100));
    const size = Buffer.byteLength(JSON.stringify(types));
    const each = Math.ceil(size / types.length);
    process.stdout.write(`${types.length} instance types: ${size} bytes, ${each} each\n`);
    // Leaves enough room for a region that offers every type.
    expect(each * 2_000).toBeLessThan(LARGEST_PAYLOAD);
  });
}
