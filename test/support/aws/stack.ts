/** Slipway with the AWS sandbox as its cloud. */
import { startStack, type Stack, type StackOptions } from '../stack/stack.ts';
import { startAwsSandbox, type AwsSandbox } from './sandbox.ts';
import type { Thing } from './inventory.ts';

/** A control plane takes 0.35 s. */
const SPEED = 40;
/** This type of node is itself a tag of another resource. */
const UNTAGGED = 'discovery_tags';

export interface AwsStack {
  sandbox: AwsSandbox;
  stack: Stack;
  /** Everything that carries the tags of a resource, for example of `clusters/prod`. */
  thingsOf(resource: string): Promise<Thing[]>;
  /** The `type/name` of the same, sorted. */
  nodesOf(resource: string): Promise<string[]>;
  /** The `type/name` of everything in the plan of a cluster of that spec that carries Slipway's tags, sorted. */
  planOf(spec: object): Promise<string[]>;
}

/** The sandboxes that were started and not yet stopped. `hooks.ts` removes their faults after each test. */
export const openSandboxes: AwsSandbox[] = [];

/**
 * @param shared the sandbox of another stack; by default, this stack gets one of its own
 */
export async function startAwsStack(
  options: StackOptions = {},
  shared?: AwsSandbox,
): Promise<AwsStack> {
  const sandbox = shared ?? (await startAwsSandbox({ speed: SPEED }));
  if (shared === undefined) openSandboxes.push(sandbox);
  const stack = await startStack({
    pollMs: 100,
    ...options,
    env: {
      SLIPWAY_PROVIDERS: 'aws,simulated',
      SLIPWAY_AWS_OWN_ACCOUNT: 'allowed',
      SLIPWAY_AWS_SPEED: String(SPEED * 20),
      SLIPWAY_AWS_CALLS_PER_SECOND: '1000',
      SLIPWAY_AWS_CALL_BURST: '1000',
      // moto handles one call at a time.
      SLIPWAY_CLOUD_TIMEOUT_MS: '5000',
      AWS_ENDPOINT_URL: sandbox.url,
      ...options.env,
    },
  });
  const thingsOf: AwsStack['thingsOf'] = async (resource) =>
    (await sandbox.things()).filter(({ tags }) => tags['slipway:resource'] === resource);
  return {
    sandbox,
    stack,
    thingsOf,
    nodesOf: async (resource) =>
      (await thingsOf(resource)).map(({ tags }) => tags['slipway:node'] ?? '').toSorted(),
    async planOf(spec) {
      const { progress } = await stack.preview('POST', '/clusters', { name: 'plan', ...spec });
      return progress.resources
        .filter(({ type }) => type !== UNTAGGED)
        .map(({ type, name }) => `${type}/${name}`)
        .toSorted();
    },
  };
}
