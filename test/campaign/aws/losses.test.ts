/** Lost responses in AWS, also with a worker that runs every activity twice. Both workers use one sandbox. */
import path from 'node:path';
import { beforeAll } from 'vitest';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';
import { repeatableFaults } from './faults.ts';
import { LAG_SETTINGS, letReadsLag } from './lag.ts';
import { losesAll, repeats } from './repeats.ts';

const WORKERS = path.resolve(import.meta.dirname, '../../support/workers');
const START_MS = 180_000;

const aws = {} as AwsStack;
const repeating = {} as AwsStack;
beforeAll(async () => {
  if (!losesAll) Object.assign(aws, await startAwsStack({ env: LAG_SETTINGS }));
  const workerMain = path.join(WORKERS, 'repeating-worker.mjs');
  Object.assign(repeating, await startAwsStack({ workerMain, env: LAG_SETTINGS }, aws.sandbox));
  await letReadsLag(repeating.sandbox);
}, START_MS);

if (!losesAll) repeatableFaults(aws);
repeats(repeating);
