/** One stack for all tests of acting, with resources that these tests use and leave unchanged. */
import { beforeAll, expect } from 'vitest';
import { problemSchema, type Problem } from '../../../contract/problems/problem.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus, type Answer } from '../../support/http/http.ts';
import { startStack, type HttpPart, type Stack } from '../../support/stack/stack.ts';
import { startStalledCluster } from '../../support/stack/stalled-cluster.ts';

export const BLUE = { name: 'blue', minSize: 1, desiredSize: 1, maxSize: 3 };
export const GREEN = { ...BLUE, name: 'green' };
/** A cluster without extras on network `base`. */
export const SMALL = { networkId: 'base', nodeGroups: [BLUE], addons: [], karpenter: false };
/** The same with a network of its own. */
export const WITH_NETWORK = { ...SMALL, networkId: undefined };

export interface Scene {
  stack: Stack;
  api: HttpPart;
  /** Another process for the same organization and member. */
  other: HttpPart;
  /** The creation of cluster `still`, which runs and does not change. */
  stalled: string;
  /** The creation of cluster `demo`, which is active and which no test changes. */
  demo: Operation;
  /** The id of an early preview. */
  preview: string;
  /** The creation of cluster `failing`, whose resources are all undone. */
  failed: Operation;
}

/** Filled before the file's first test. Network `ground` has cluster `tenant`. */
export function startActing(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    const stack = await startStack({
      apis: 2,
      pollMs: 100,
      env: { SLIPWAY_DEADLINE_FACTOR: '10' },
    });
    const [api, other] = stack.apis as [HttpPart, HttpPart];
    Object.assign(scene, { stack, api, other });
    scene.preview = (await stack.preview('POST', '/networks', { name: 'dreamt' })).id;
    const networks = ['base', 'ground'].map((name) => stack.submit('/networks', { name }));
    for (const { id } of await Promise.all(networks)) await stack.succeeded(id);
    [scene.demo, scene.failed, scene.stalled] = await Promise.all([
      make(scene, 'demo'),
      failing(scene, 'failing'),
      startStalledCluster(stack, 'still').then(({ id }) => id),
      make(scene, 'tenant', { networkId: 'ground' }),
    ]);
  });
  return scene;
}

/** Creates a small cluster. Resolves to its creation, which succeeded. */
export async function make({ stack }: Scene, name: string, more: object = {}): Promise<Operation> {
  return stack.succeeded((await stack.submit('/clusters', { name, ...SMALL, ...more })).id);
}

/**
 * Resolves to a creation that failed at its node group. Every incarnation of the cluster would fail
 * there.
 */
export async function failing(
  { stack }: Scene,
  name: string,
  more: object = {},
): Promise<Operation> {
  const simulation = faults({ type: 'node_group', when: 'ready', kind: 'error' });
  const body = { name, ...SMALL, ...simulation, ...more };
  const ended = await stack.finished((await stack.submit('/clusters', body)).id);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'create_failed' } });
  return ended;
}

/**
 * Resolves to a creation that failed for lack of quota, which has been raised since. No other test may
 * use the `region`.
 */
export async function failForQuota(
  { stack }: Scene,
  name: string,
  region: string,
): Promise<Operation> {
  await stack.inspect.quota({ type: 'subnet', region, limit: 0 });
  const { id } = await stack.submit('/clusters', { name, region, ...WITH_NETWORK });
  const ended = await stack.finished(id);
  expect(ended).toMatchObject({ status: 'failed', error: { errorType: 'quota' } });
  await stack.inspect.quota({ type: 'subnet', region, limit: 100 });
  return ended;
}

export function faults(...them: object[]): { simulation: object } {
  return { simulation: { faults: them } };
}

/** A fault that lets a node group's update wait until a client cancels it. */
export function hanging(name: string): { simulation: object } {
  return faults({ type: 'node_group', name, when: 'ready', kind: 'hang' });
}

export function expectProblem(answer: Answer, status: number, code: string): Problem {
  expectStatus(answer, status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = parseExactly(problemSchema, answer.body);
  expect(problem).toMatchObject({ status, code });
  return problem;
}

export const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } });
