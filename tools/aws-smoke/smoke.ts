/** The steps of a run: create, upgrade, scale, delete, and a look at what remains. */
import type { Slipway } from '../../client/client.ts';
import type { awsDefinition } from '../../contract/providers/aws.ts';
import type { Account } from './account.ts';
import { follow, messageOf, type Answer, type Result } from './follow.ts';
import type { Step } from './report.ts';
import type { VersionPair } from './versions.ts';

/** EC2 still shows the tags of what was deleted for some minutes. */
const REMAINS_MS = 10 * 60_000;
const LOOK_EVERY_MS = 5_000;

export interface SmokeOptions {
  slipway: Slipway;
  account: Account;
  /** The name of the cluster and of its network, which no other of the account has. */
  name: string;
  region: (typeof awsDefinition.regions)[number];
  instanceType: string;
  versions: VersionPair;
  write(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  pause(ms: number): Promise<void>;
  /** Ends the run: the operation that runs is canceled, and what was made is deleted. */
  signal: AbortSignal;
}

/**
 * Takes a network and a cluster on it through their life. Deletes both, whatever happens before.
 *
 * @returns all steps. Those after a failed one are `skipped`, except for the deletions and the look at what remains.
 */
export async function runSmoke(options: SmokeOptions): Promise<Step[]> {
  const { slipway, account, name, region, instanceType, versions, write, now, signal } = options;
  const { api } = slipway;
  const steps: Step[] = [];

  async function record(title: string, work: () => Promise<Result>): Promise<void> {
    const began = now();
    write(`\n${title}`);
    const result = await work().catch((error: unknown): Result => ({
      outcome: 'failed',
      note: signal.aborted ? 'interrupted' : messageOf(error),
    }));
    steps.push({ title, took: now() - began, ...result });
  }

  /** Records a step that needs the success of all steps before it. */
  async function next(title: string, work: () => Promise<Result>): Promise<void> {
    const failed = steps.find(({ outcome }) => outcome === 'failed');
    const note = failed === undefined ? undefined : `after: ${failed.title}`;
    await record(title, async () => {
      if (note !== undefined) return { outcome: 'skipped', note };
      signal.throwIfAborted();
      return work();
    });
  }

  const cluster = { params: { path: { clusterId: name } } };
  const network = { params: { path: { networkId: name } } };
  const nodeGroups = (desiredSize: number) => [
    {
      name: 'default',
      instanceTypes: [instanceType],
      minSize: 1,
      desiredSize,
      maxSize: 2,
      diskGiB: 20,
    },
  ];
  const common = { name, provider: 'aws', region } as const;
  const following = { slipway, write, signal };

  await next(`create network ${name}`, async () =>
    follow(await api.POST('/networks', { body: { ...common, natGateways: 'single' } }), following),
  );
  await next(`create cluster ${name} with Kubernetes ${versions.from}`, async () => {
    const body = {
      ...common,
      networkId: name,
      kubernetesVersion: versions.from,
      karpenter: false,
      nodeGroups: nodeGroups(1),
    };
    return follow(await api.POST('/clusters', { body }), following);
  });
  await next(`upgrade it to ${versions.to ?? 'the next version'}`, async () => {
    const { to: kubernetesVersion } = versions;
    if (kubernetesVersion === undefined) {
      return { outcome: 'skipped', note: 'only one version is in standard support' };
    }
    return follow(
      await api.PATCH('/clusters/{clusterId}', { ...cluster, body: { kubernetesVersion } }),
      following,
    );
  });
  await next('scale it to two nodes', async () =>
    follow(
      await api.PATCH('/clusters/{clusterId}', { ...cluster, body: { nodeGroups: nodeGroups(2) } }),
      following,
    ),
  );

  // An interruption does not cancel the deletions.
  const uids = [
    (await api.GET('/clusters/{clusterId}', cluster)).data?.uid,
    (await api.GET('/networks/{networkId}', network)).data?.uid,
  ].filter((uid) => uid !== undefined);
  const unlessMissing = async (answer: Answer): Promise<Result> => {
    if (answer.response.status === 404) return { outcome: 'skipped', note: 'it is not there' };
    return follow(answer, { slipway, write });
  };
  await record('delete the cluster', async () =>
    unlessMissing(await api.DELETE('/clusters/{clusterId}', cluster)),
  );
  await record('delete the network', async () =>
    unlessMissing(await api.DELETE('/networks/{networkId}', network)),
  );
  await record('nothing remains in the account', async () => {
    const until = now() + REMAINS_MS;
    for (;;) {
      const remains = await account.remains(name, uids);
      if (remains.length === 0) return { outcome: 'passed' };
      if (now() >= until) return { outcome: 'failed', note: `still there: ${remains.join(', ')}` };
      await options.pause(LOOK_EVERY_MS);
    }
  });
  return steps;
}
