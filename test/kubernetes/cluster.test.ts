/** One simulated cluster with a real Kubernetes API, from its creation to its deletion, and the faults on the way. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../contract/operations/operation.ts';
import { tryPort } from '../../host/free-port.ts';
import { eventually } from '../support/eventually.ts';
import { seededChance } from '../support/random.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';
import {
  accessTo,
  canHostKubernetes,
  hasHelm,
  programsIn,
  servedVersion,
  watchReadyPods,
  writeChart,
  type Access,
} from './scene.ts';

const PATIENT = { timeoutMs: 150_000, intervalMs: 250 };
const LONG = { timeoutMs: 200_000 };
const WEB = 'web';
const PROGRAMS = ['kine', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'];
/** The daily run kills one program. The full one kills each of them, and the simulator, at ten moments in all. */
const IS_FULL = process.env['SLIPWAY_CAMPAIGN'] === 'full';
const MOMENTS = IS_FULL ? 10 : 1;
/** At a lower factor, what never gets ready is overdue after 18 s (a node group) or 28 s (a control plane). */
const SHORT_DEADLINES = '0.2';

let stack: Stack;
let access: Access;
let created: Operation;
/** The operation that creates a cluster whose API server never gets ready. It runs beside the others. */
let stuck: string;

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
          containers: [{ name, image: name, resources: { requests: { cpu: '20m' } } }],
        },
      },
    },
  };
}

interface FoundNode {
  name: string;
  version: string;
  group: string;
  type: string;
}

async function readyNodes(): Promise<FoundNode[]> {
  const { items } = await access.core.listNode();
  return items
    .filter(({ status }) =>
      status?.conditions?.some((it) => it.type === 'Ready' && it.status === 'True'),
    )
    .map(({ metadata, status }) => ({
      name: metadata?.name ?? '',
      version: status?.nodeInfo?.kubeletVersion ?? '',
      group: metadata?.labels?.['cloud.example/node-group'] ?? '',
      type: metadata?.labels?.['node.kubernetes.io/instance-type'] ?? '',
    }));
}

const appsNodes = async () => (await readyNodes()).filter(({ group: name }) => name === 'apps');

const availableReplicas = async (): Promise<number> =>
  (await access.apps.readNamespacedDeployment({ name: WEB, namespace: 'default' })).status
    ?.availableReplicas ?? 0;

async function update(body: object): Promise<void> {
  await stack.succeeded((await stack.patch('/clusters/demo', body)).id, LONG);
}

const group = (desiredSize: number, changes: object = {}) => ({
  name: 'apps',
  desiredSize,
  minSize: 1,
  maxSize: 5,
  labels: { pool: 'apps' },
  taints: [{ key: 'only', value: 'apps', effect: 'NoSchedule' }],
  ...changes,
});
const groups = (desiredSize: number, changes: object = {}) => ({
  nodeGroups: [
    { name: 'system', desiredSize: 1, minSize: 1, maxSize: 2 },
    group(desiredSize, changes),
  ],
});

const hangAtReady = (type: string) => ({
  simulation: { faults: [{ when: 'ready', kind: 'hang', type }] },
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
      apis: [{}, { SLIPWAY_DEADLINE_FACTOR: SHORT_DEADLINES }],
      pollMs: 250,
    });
    const accepted = await stack.submit('/clusters', {
      name: 'demo',
      karpenter: false,
      kubernetesVersion: '1.33',
      ...groups(2),
    });
    created = await stack.succeeded(accepted.id, LONG);
    access = await accessTo(stack, 'demo');
    const body = { name: 'stuck', karpenter: false, ...hangAtReady('control_plane') };
    stuck = (await stack.submit('/clusters', body, stack.apis[1])).id;
  }, 400_000);

  test('is verified: its nodes are Ready and its system pods run', () => {
    expect(created.result?.kubernetes).toEqual({
      checked: true,
      message: expect.stringMatching(/^3 nodes are Ready, and \d+ system pods run\.$/),
    });
  });

  test('shows its version, its nodes and its system pods to kubectl', async () => {
    expect(JSON.parse(await access.kubectl('version', '-o', 'json'))).toMatchObject({
      serverVersion: servedVersion('1.33'),
    });
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
    const { items } = await access.core.listNamespacedPod({ namespace: 'kube-system' });
    expect(items.length).toBeGreaterThan(0);
    const phases = items.map(({ status }) => status?.phase);
    expect(new Set(phases)).toEqual(new Set(['Running']));
  });

  test('schedules the pods of a Deployment by labels and taints', async () => {
    const body = deployment(WEB, 20);
    await access.apps.createNamespacedDeployment({ namespace: 'default', body });
    await eventually(async () => (await availableReplicas()) === 20, PATIENT);
    const { items } = await access.core.listNamespacedPod({ namespace: 'default' });
    const nodes = (await appsNodes()).map(({ name }) => name);
    expect(new Set(items.map(({ spec }) => spec?.nodeName))).toEqual(new Set(nodes));
  }, 200_000);

  test.skipIf(!hasHelm)(
    'has charts installed, upgraded and uninstalled by Helm',
    async () => {
      const chart = writeChart(stack.dataDirectory);
      const labels = async () => {
        const found = await access.apps.listNamespacedDeployment({
          namespace: 'default',
          labelSelector: 'app.kubernetes.io/managed-by=Helm',
        });
        return found.items.map(({ metadata, spec }) => [
          metadata?.name,
          metadata?.labels?.['colour'],
          spec?.replicas,
        ]);
      };
      await access.helm('install', 'small', chart, '--wait');
      await access.helm('upgrade', 'small', chart, '--set', 'colour=blue,replicas=2', '--wait');
      expect(await labels()).toEqual([['small', 'blue', 2]]);
      expect(JSON.parse(await access.helm('list', '--output', 'json'))).toMatchObject([
        { name: 'small', revision: '2', status: 'deployed' },
      ]);
      await access.helm('uninstall', 'small', '--wait');
      expect(await labels()).toEqual([]);
    },
    200_000,
  );

  test('drains nodes for a smaller size, and keeps a PodDisruptionBudget', async () => {
    const spec = { maxUnavailable: 0, selector: { matchLabels: { app: WEB } } };
    await access.policy.createNamespacedPodDisruptionBudget({
      namespace: 'default',
      body: { metadata: { name: WEB }, spec },
    });
    const { id } = await stack.patch('/clusters/demo', groups(1));
    const operation = await stack.finished(id, LONG);
    expect(operation).toMatchObject({
      status: 'failed',
      error: {
        code: 'pod_eviction_failure',
        message: expect.stringMatching(
          /node apps-\w+-\d could not be drained in 15 s: .*disruption budget.*Let the PodDisruptionBudget .* and retry/,
        ),
      },
    });
    expect(await availableReplicas()).toBe(20);

    await access.policy.deleteNamespacedPodDisruptionBudget({ name: WEB, namespace: 'default' });
    await update(groups(1));
    expect(await appsNodes()).toHaveLength(1);
    await eventually(async () => (await availableReplicas()) === 20, PATIENT);
  }, 400_000);

  test('is upgraded node by node, and ten of twenty pods are ready all the time', async () => {
    const spec = { minAvailable: 10, selector: { matchLabels: { app: WEB } } };
    await access.policy.createNamespacedPodDisruptionBudget({
      namespace: 'default',
      body: { metadata: { name: WEB }, spec },
    });
    const pods = watchReadyPods(access, WEB);
    await update({ kubernetesVersion: '1.34' });
    expect(await pods.end()).toBeGreaterThanOrEqual(10);
    const nodes = await readyNodes();
    expect(nodes.map(({ version }) => version)).toEqual(['v1.34.3', 'v1.34.3']);
    expect(JSON.parse(await access.kubectl('version', '-o', 'json'))).toMatchObject({
      serverVersion: { gitVersion: 'v1.34.3' },
    });
  }, 400_000);

  test('keeps a node group whose replacement never gets ready', async () => {
    await eventually(async () => (await availableReplicas()) === 20, PATIENT);
    const [before] = await appsNodes();
    const body = { ...groups(1, { instanceTypes: ['m5.xlarge'] }), ...hangAtReady('node_group') };
    const { id } = await stack.patch('/clusters/demo', body, stack.apis[1]);
    const operation = await stack.finished(id, LONG);
    expect(operation).toMatchObject({
      status: 'failed',
      error: {
        code: 'not_stabilized',
        message: expect.stringMatching(
          /node group apps .*these nodes are not Ready: (apps-\w+-1); kubectl describe node \1 shows why/,
        ),
      },
    });
    expect(await appsNodes()).toEqual([before]);
    expect(await availableReplicas()).toBe(20);
  }, 400_000);

  test('moves pods to the node group that replaces theirs', async () => {
    const pods = watchReadyPods(access, WEB);
    await update(groups(1, { instanceTypes: ['m5.xlarge'] }));
    expect(await pods.end()).toBeGreaterThanOrEqual(10);
    const nodes = await appsNodes();
    expect(nodes.map(({ type }) => type)).toEqual(['m5.xlarge']);
    const { items } = await access.core.listNode();
    expect(items).toHaveLength(2);
    await eventually(async () => (await availableReplicas()) === 20, PATIENT);
  }, 400_000);

  test('says why an API server is not ready, and leaves nothing of its cluster', async () => {
    const operation = await stack.finished(stuck, LONG);
    expect(operation).toMatchObject({
      status: 'failed',
      error: {
        code: 'not_stabilized',
        message: expect.stringMatching(
          /control plane main .*its API server is not ready: .*; .*kube-apiserver ended unexpectedly/,
        ),
      },
    });
    expect((await stack.api.get('/clusters/stuck')).status).toBe(404);
  }, 400_000);

  test('comes back with its objects when one of its programs or the simulator is killed', async () => {
    const chance = seededChance('kubernetes');
    const all = [...PROGRAMS, 'simulator'];
    const further = Array.from({ length: MOMENTS }, () => chance.sample(all, 1)).flat();
    const chosen = [...chance.sample(all, Math.min(MOMENTS, all.length)), ...further];
    for (const [index, name] of chosen.slice(0, MOMENTS).entries()) {
      // One pod begins before the kill, and another one after it.
      const next = `after-${index}`;
      const body = deployment(next, 1);
      await access.apps.createNamespacedDeployment({ namespace: 'default', body });
      await kill(name);
      await eventually(
        () => access.kubectl('scale', `deployment/${next}`, '--replicas=2'),
        PATIENT,
      );
      await eventually(async () => {
        const found = await access.core.listNamespacedPod({
          namespace: 'default',
          labelSelector: `app=${next}`,
        });
        const running = found.items.filter(({ status }) => status?.phase === 'Running');
        return running.length === 2;
      }, PATIENT);
      await eventually(async () => (await availableReplicas()) === 20, PATIENT);
    }
    expect(await readyNodes()).toHaveLength(2);
  }, 1_500_000);

  // It takes ten minutes until then.
  test.each(IS_FULL ? ['second'] : [])(
    'is healthy when its nodes have sent their %s heartbeat',
    async () => {
      const sent = async () => {
        const { items } = await access.core.listNode();
        const ready = items.flatMap(({ status }) => status?.conditions?.slice(0, 1) ?? []);
        return Math.min(...ready.map((it) => Number(it.lastHeartbeatTime)));
      };
      const first = await sent();
      await eventually(async () => (await sent()) > first, {
        timeoutMs: 1_500_000,
        intervalMs: 5_000,
      });
      await update(groups(2, { instanceTypes: ['m5.xlarge'] }));
      expect(await appsNodes()).toHaveLength(2);
    },
    1_600_000,
  );

  test('leaves no program, no port and no file when it is deleted', async () => {
    // Otherwise the deletion waits for pods that have no node left to go to.
    await access.policy.deleteNamespacedPodDisruptionBudget({ name: WEB, namespace: 'default' });
    const port = Number(new URL(access.endpoint).port);
    expect(await tryPort('127.0.0.1', port)).toMatchObject({ free: false });
    await stack.succeeded((await stack.remove('/clusters/demo')).id, LONG);
    expect(programsIn(stack.dataDirectory)).toEqual([]);
    expect(await tryPort('127.0.0.1', port)).toMatchObject({ free: true });
    const folder = path.join(stack.dataDirectory, 'simulator', 'kubernetes');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  }, 400_000);
});

/** Kills a program of the cluster or the simulator, and waits until all programs run again. */
async function kill(name: string): Promise<void> {
  const before = programsIn(stack.dataDirectory);
  expect(before.map((program) => program.name).toSorted()).toEqual(PROGRAMS);
  if (name === 'simulator') {
    await stack.simulator.kill();
    await eventually(() => programsIn(stack.dataDirectory).length === 0, PATIENT);
    await stack.simulator.start();
  } else {
    process.kill(before.find((program) => program.name === name)?.pid ?? 0, 'SIGKILL');
  }
  const pids = before.map(({ pid }) => pid).join();
  await eventually(() => {
    const now = programsIn(stack.dataDirectory).map(({ pid }) => pid);
    return now.length === PROGRAMS.length && now.join() !== pids;
  }, PATIENT);
}
