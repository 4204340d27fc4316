/** One simulated cluster with a real Kubernetes API, from its creation to its deletion. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { seededChance } from '../support/random.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';
import { accessTo, canHostKubernetes, programsIn, type Access } from './scene.ts';

/** On a busy machine, pods of a Deployment take a minute to run again after a drain. */
const PATIENT = { timeoutMs: 150_000, intervalMs: 250 };
const LONG = { timeoutMs: 150_000 };
const WEB = 'web';
const PROGRAMS = ['kine', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'];

let stack: Stack;
let access: Access;

function deployment(name: string, replicas: number) {
  const labels = { app: name };
  return {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { pool: 'apps' },
          tolerations: [{ key: 'only', value: 'apps', effect: 'NoSchedule' }],
          containers: [{ name, image: name, resources: { requests: { cpu: '50m' } } }],
        },
      },
    },
  };
}

async function readyNodes(): Promise<{ name: string; version: string; group: string }[]> {
  const { items } = await access.core.listNode();
  return items
    .filter(({ status }) =>
      status?.conditions?.some((it) => it.type === 'Ready' && it.status === 'True'),
    )
    .map(({ metadata, status }) => ({
      name: metadata?.name ?? '',
      version: status?.nodeInfo?.kubeletVersion ?? '',
      group: metadata?.labels?.['cloud.example/node-group'] ?? '',
    }));
}

const availableReplicas = async (): Promise<number> =>
  (await access.apps.readNamespacedDeployment({ name: WEB, namespace: 'default' })).status
    ?.availableReplicas ?? 0;

async function update(body: object): Promise<void> {
  await stack.succeeded((await stack.patch('/clusters/demo', body)).id, LONG);
}

const group = (desiredSize: number) => ({
  name: 'apps',
  desiredSize,
  minSize: 1,
  maxSize: 5,
  labels: { pool: 'apps' },
  taints: [{ key: 'only', value: 'apps', effect: 'NoSchedule' }],
});
const groups = (desiredSize: number) => ({
  nodeGroups: [{ name: 'system', desiredSize: 1, minSize: 1, maxSize: 2 }, group(desiredSize)],
});

describe.skipIf(!canHostKubernetes)('a simulated cluster with a Kubernetes API', () => {
  beforeAll(async () => {
    stack = await startStack({
      speed: 20,
      env: {
        SIMULATOR_KUBERNETES: 'real',
        SLIPWAY_DEADLINE_FACTOR: '2',
        SLIPWAY_CLOUD_TIMEOUT_MS: '10000',
      },
      pollMs: 250,
    });
    const accepted = await stack.submit('/clusters', {
      name: 'demo',
      karpenter: false,
      kubernetesVersion: '1.33',
      ...groups(2),
    });
    await stack.succeeded(accepted.id, LONG);
    access = await accessTo(stack, 'demo');
  }, 400_000);

  test('shows its version, its nodes and its system pods to kubectl', async () => {
    expect(JSON.parse(await access.kubectl('version', '-o', 'json'))).toMatchObject({
      serverVersion: { emulationMajor: '1', emulationMinor: '33' },
    });
    expect(await readyNodes()).toHaveLength(3);
    const nodes = await access.kubectl('get', 'nodes', '--no-headers');
    expect(nodes.match(/ Ready /g)).toHaveLength(3);
    const [node] = (await access.core.listNode({ labelSelector: 'pool=apps' })).items;
    expect(node).toMatchObject({
      metadata: {
        labels: {
          'kubernetes.io/arch': 'amd64',
          'node.kubernetes.io/instance-type': 'm5.large',
          'topology.kubernetes.io/zone': expect.stringMatching(/^sim-central-1[a-c]$/),
        },
      },
      spec: {
        providerID: expect.stringMatching(/^sim:\/\/\/sim-central-1[a-c]\/i-[0-9a-f]{17}$/),
        taints: [{ key: 'only', value: 'apps', effect: 'NoSchedule' }],
      },
      status: { capacity: { cpu: '2', memory: '8Gi', pods: '29' } },
    });
    await eventually(async () => {
      const { items } = await access.core.listNamespacedPod({ namespace: 'kube-system' });
      return items.length > 0 && items.every(({ status }) => status?.phase === 'Running');
    }, PATIENT);
  });

  test('schedules the pods of a Deployment by labels and taints', async () => {
    const body = deployment(WEB, 20);
    await access.apps.createNamespacedDeployment({ namespace: 'default', body });
    await eventually(async () => (await availableReplicas()) === 20, PATIENT);
    const { items } = await access.core.listNamespacedPod({ namespace: 'default' });
    const apps = (await readyNodes()).filter((node) => node.group === 'apps');
    expect(new Set(items.map(({ spec }) => spec?.nodeName))).toEqual(
      new Set(apps.map(({ name }) => name)),
    );
  });

  test('drains nodes for a smaller size, and keeps a PodDisruptionBudget', async () => {
    const spec = { maxUnavailable: 0, selector: { matchLabels: { app: WEB } } };
    await access.policy.createNamespacedPodDisruptionBudget({
      namespace: 'default',
      body: { metadata: { name: WEB }, spec },
    });
    const { id } = await stack.patch('/clusters/demo', groups(1));
    const operation = await stack.finished(id, LONG);
    expect(operation.status).toBe('failed');
    expect(operation.error?.message).toMatch(/disruption budget/);
    expect(await availableReplicas()).toBe(20);

    await access.policy.deleteNamespacedPodDisruptionBudget({ name: WEB, namespace: 'default' });
    await update(groups(1));
    expect((await readyNodes()).filter((node) => node.group === 'apps')).toHaveLength(1);
    await eventually(async () => (await availableReplicas()) === 20, PATIENT);
  }, 400_000);

  test('is upgraded node by node, while a Deployment stays available', async () => {
    const spec = { minAvailable: 10, selector: { matchLabels: { app: WEB } } };
    await access.policy.createNamespacedPodDisruptionBudget({
      namespace: 'default',
      body: { metadata: { name: WEB }, spec },
    });
    await update({ ...groups(2), kubernetesVersion: '1.34' });
    const nodes = await readyNodes();
    expect(nodes.map(({ version }) => version)).toEqual(nodes.map(() => 'v1.34.3'));
    expect(nodes).toHaveLength(3);
    expect(await availableReplicas()).toBeGreaterThanOrEqual(10);
  }, 400_000);

  test('comes back with its objects when one of its programs or the simulator is killed', async () => {
    const all = [...PROGRAMS, 'simulator'];
    const chosen =
      process.env['SLIPWAY_CAMPAIGN'] === 'full' ? all : seededChance('kubernetes').sample(all, 1);
    for (const name of chosen) {
      const before = programsIn(stack.dataDirectory);
      expect(before.map((program) => program.name).toSorted()).toEqual(PROGRAMS);
      if (name === 'simulator') {
        await stack.simulator.kill();
        await eventually(() => programsIn(stack.dataDirectory).length === 0, PATIENT);
        await stack.simulator.start();
      } else {
        process.kill(before.find((program) => program.name === name)?.pid ?? 0, 'SIGKILL');
      }
      await eventually(async () => {
        const pids = programsIn(stack.dataDirectory).map(({ pid }) => pid);
        return (
          pids.length === PROGRAMS.length && pids.join() !== before.map(({ pid }) => pid).join()
        );
      }, PATIENT);
      await eventually(async () => (await availableReplicas()) === 20, PATIENT);
    }
    await access.apps.createNamespacedDeployment({
      namespace: 'default',
      body: deployment('after', 1),
    });
    await eventually(async () => {
      const { items } = await access.core.listNamespacedPod({
        namespace: 'default',
        labelSelector: 'app=after',
      });
      return items.some(({ status }) => status?.phase === 'Running');
    }, PATIENT);
  }, 400_000);

  test('leaves no program and no file when it is deleted', async () => {
    await stack.succeeded((await stack.remove('/clusters/demo')).id, LONG);
    expect(programsIn(stack.dataDirectory)).toEqual([]);
    const folder = path.join(stack.dataDirectory, 'simulator', 'kubernetes');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  }, 400_000);
});
