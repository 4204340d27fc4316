/**
 * The life cycle of a cluster with the typed client: create, stream progress, show the result, delete.
 *
 *     npm run build --silent && node dist/examples/08-typescript.js [server]
 */
import { createSlipway } from '../client/client.ts';
import { createProxiedFetch } from '../client/node/proxied-fetch.ts';
import { orThrow } from '../client/problem-error.ts';
import type { Operation } from '../client/types.ts';

const NAME = 'from-typescript';
const baseUrl = process.argv[2] ?? process.env['SLIPWAY_SERVER'] ?? 'http://localhost:3000';

// The client sends an idempotency key with every change, so it can safely repeat a request after a lost response.
// Its fetch honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which the one of Node.js ignores.
const slipway = createSlipway({ baseUrl, fetch: createProxiedFetch(process.env) });

async function create(): Promise<void> {
  // Without add-ons and Karpenter the cluster is small and the example is quick.
  const size = { addons: [], karpenter: false };
  const body = { name: NAME, nodeGroups: [{ name: 'default', desiredSize: 1 }], ...size };
  const submitted = orThrow(await slipway.api.POST('/clusters', { body }));
  console.log(`create: operation ${submitted.id}`);

  // Yields each state of the operation as it changes, and reconnects after a lost connection.
  let last = submitted;
  for await (const { operation } of slipway.events(submitted)) {
    if (operation.progress.stage !== last.progress.stage) console.log(operation.progress.stage);
    last = operation;
  }
  console.log(expectSuccess(last).result?.outputs?.['endpoint']);

  for (const { group, instanceType, maxPods } of last.result?.items ?? []) {
    console.log(`${group}: ${instanceType}, ${maxPods} pods each`);
  }
}

async function remove(): Promise<void> {
  const params = { path: { clusterId: NAME } };
  const submitted = orThrow(await slipway.api.DELETE('/clusters/{clusterId}', { params }));
  // `waitFor` returns the operation once it has ended. The server holds each request until something changes.
  const { progress } = expectSuccess(await slipway.waitFor(submitted));
  console.log(progress.message);
}

function expectSuccess(operation: Operation): Operation {
  const { status, error } = operation;
  if (status === 'succeeded') return operation;
  throw new Error(`${operation.operation} ${status}: ${error?.code} ${error?.message}`);
}

await create();
await remove();
