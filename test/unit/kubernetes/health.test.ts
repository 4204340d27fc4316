/** What the verification of a cluster makes of the objects in its Kubernetes API. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { checkHealth, judge } from '../../../providers/kubernetes-api/health.ts';
import {
  nodeSchema,
  podSchema,
  workloadSchema,
} from '../../../providers/kubernetes-api/objects.ts';
import {
  createAuthority,
  issueServer,
  type KeyPair,
} from '../../../sandboxes/simulated/kubernetes/certificates.ts';

const GROUP = 'cloud.example/node-group';
const EXPECTED = { groupLabel: GROUP, minNodes: 1 };
const READY = { type: 'Ready', status: 'True' };

const node = (name: string, ready: object = READY, labels: object = { [GROUP]: 'apps' }) => ({
  metadata: { name, labels },
  status: { conditions: [ready] },
});
const pod = (name: string, status: object, spec: object = { nodeName: 'a' }) => ({
  metadata: { name },
  spec: { priorityClassName: 'system-cluster-critical', ...spec },
  status,
});
const RUNNING = { phase: 'Running', conditions: [READY] };
const deployment = (replicas: number, status: object) => ({
  metadata: { name: 'coredns', generation: 2 },
  spec: { replicas, template: { spec: { priorityClassName: 'system-cluster-critical' } } },
  status: { observedGeneration: 2, ...status },
});
const DAEMON_SET = {
  metadata: { name: 'kube-proxy', generation: 1 },
  spec: { template: { spec: { priorityClassName: 'system-node-critical' } } },
};

function judged(objects: { nodes?: object[]; workloads?: object[]; pods?: object[] }) {
  const { nodes = [node('a')], workloads = [], pods = [] } = objects;
  return judge(
    {
      nodes: nodes.map((it) => nodeSchema.parse(it)),
      workloads: workloads.map((it) => workloadSchema.parse(it)),
      pods: pods.map((it) => podSchema.parse(it)),
    },
    EXPECTED,
  );
}

describe('a cluster', () => {
  test('is healthy if its nodes are Ready and its system pods run', () => {
    const workloads = [deployment(1, { replicas: 1 })];
    expect(judged({ workloads, pods: [pod('coredns-1', RUNNING)] })).toEqual({
      state: 'healthy',
      nodes: 1,
      pods: 1,
    });
  });

  test.each([
    [
      'a node that is not Ready',
      {
        nodes: [node('a', { ...READY, status: 'False', reason: 'KubeletNotReady', message: 'x' })],
      },
      'node a is not Ready (KubeletNotReady: x)',
    ],
    [
      'a node that has never reported',
      { nodes: [node('a', { type: 'DiskPressure', status: 'False' })] },
      'node a is not Ready (it has not reported its state)',
    ],
    ['a node that is missing', { nodes: [] }, '1 of 1 nodes have not joined the cluster'],
    [
      'a pod without a node',
      {
        pods: [
          pod(
            'coredns-1',
            {
              phase: 'Pending',
              conditions: [
                { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1' },
              ],
            },
            {},
          ),
        ],
      },
      'pod kube-system/coredns-1 is Pending, on no node, and not ready (Unschedulable: 0/1)',
    ],
    [
      'a pod whose container does not start',
      {
        pods: [
          pod('coredns-1', {
            phase: 'Running',
            conditions: [{ ...READY, status: 'False', reason: 'ContainersNotReady' }],
            containerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }],
          }),
        ],
      },
      'pod kube-system/coredns-1 is Running, on node a, and not ready (CrashLoopBackOff)',
    ],
    [
      'a Deployment whose pods do not exist yet',
      { workloads: [deployment(2, { replicas: 1 })] },
      'kube-system/coredns has 1 of its 2 pods',
    ],
    [
      'a DaemonSet that the controller has not seen yet',
      { workloads: [{ ...DAEMON_SET, status: {} }] },
      'kube-system/kube-proxy has 0 of its 0 pods',
    ],
  ])('is not healthy with %s', (_, objects, why) => {
    expect(judged(objects)).toEqual({ state: 'unhealthy', why });
  });

  const NOT_READY = { type: 'Ready', status: 'False' };
  const IRRELEVANT: [string, Parameters<typeof judged>[0]][] = [
    ['nodes of no node group', { nodes: [node('a'), node('b', NOT_READY, {})] }],
    [
      'system pods on such nodes',
      {
        nodes: [node('a'), node('b', READY, {})],
        pods: [pod('x', { phase: 'Pending' }, { nodeName: 'b' })],
      },
    ],
    [
      'system pods of a node that was deleted',
      { pods: [pod('x', { phase: 'Pending' }, { nodeName: 'gone' })] },
    ],
    ['pods of users', { pods: [pod('x', { phase: 'Failed' }, { priorityClassName: '' })] }],
    ['pods that have ended', { pods: [pod('x', { phase: 'Succeeded' })] }],
    [
      'nodes that are being deleted',
      {
        nodes: [
          node('a'),
          {
            ...node('b', NOT_READY),
            metadata: { name: 'b', labels: { [GROUP]: 'apps' }, deletionTimestamp: 'now' },
          },
        ],
      },
    ],
  ];
  test.each(IRRELEVANT)('is healthy whatever becomes of %s', (_, objects) => {
    expect(judged(objects)).toMatchObject({ state: 'healthy' });
  });

  test('names three problems, and counts the others', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      node(name, { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }),
    );
    const health = judged({ nodes });
    expect(health).toMatchObject({
      why: expect.stringMatching(/^node a is .*; node b is .*; node c is .*; and 2 more$/),
    });
  });
});

describe('an API server', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function served(answer: (path: string) => { status: number; body: object }) {
    const validity = { now: Date.now(), forMs: 60_000 };
    const authority = await createAuthority('test', validity);
    const names = { names: ['localhost'], addresses: ['127.0.0.1'] };
    const { certificate: cert, key }: KeyPair = await issueServer(authority, names, validity);
    const asked: (string | undefined)[] = [];
    server = createServer({ cert, key }, (request, response) => {
      asked.push(request.headers.authorization);
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status).end(JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const access = {
      endpoint: `https://127.0.0.1:${port}`,
      certificateAuthority: Buffer.from(authority.certificate).toString('base64'),
      credential: { token: 'secret' },
    };
    const check = (mustAnswer: boolean, changed: Partial<typeof access> = {}) =>
      checkHealth(
        { ...access, ...changed },
        { ...EXPECTED, mustAnswer },
        new AbortController().signal,
      );
    return { check, asked };
  }

  test('is read page by page, with the credential', async () => {
    const { check, asked } = await served((path) => {
      const url = new URL(path, 'https://localhost');
      if (url.pathname !== '/api/v1/nodes')
        return { status: 200, body: { metadata: {}, items: [] } };
      return url.searchParams.has('continue')
        ? { status: 200, body: { metadata: {}, items: [node('b')] } }
        : { status: 200, body: { metadata: { continue: 'more' }, items: [node('a')] } };
    });
    expect(await check(true)).toEqual({ state: 'healthy', nodes: 2, pods: 0 });
    expect(new Set(asked)).toEqual(new Set(['Bearer secret']));
  });

  test.each([
    [403, 'unchecked', /answers with status 403 to Slipway's credentials/],
    [503, 'unhealthy', /answers with status 503/],
    [200, 'unhealthy', /unusable list/],
  ])('that answers with status %s is %s', async (status, state, why) => {
    const { check } = await served(() => ({ status, body: {} }));
    expect(await check(false)).toEqual({ state, why: expect.stringMatching(why) });
  });

  test('that cannot be reached is a fault only where it must answer', async () => {
    const { check } = await served(() => ({ status: 200, body: {} }));
    const closed = { endpoint: 'https://127.0.0.1:1' };
    const why = expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/);
    expect(await check(false, closed)).toEqual({ state: 'unchecked', why });
    expect(await check(true, closed)).toEqual({ state: 'unhealthy', why });
  });

  test('of another authority is not trusted', async () => {
    const { check } = await served(() => ({ status: 200, body: {} }));
    const other = await createAuthority('other', { now: Date.now(), forMs: 60_000 });
    const certificateAuthority = Buffer.from(other.certificate).toString('base64');
    expect(await check(false, { certificateAuthority })).toMatchObject({ state: 'unchecked' });
  });
});
