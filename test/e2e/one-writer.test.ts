import { beforeAll, expect, test } from 'vitest';
import { startStack, type Stack } from '../support/stack/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});

test('two deletions pass the API: one works, and the other is refused', async () => {
  await stack.succeeded((await stack.submit('/clusters', { name: 'demo' })).id);
  await stack.worker.stop();
  const removals = [await stack.remove('/clusters/demo'), await stack.remove('/clusters/demo')];
  await stack.worker.start();
  const ends = await Promise.all(removals.map(({ id }) => stack.finished(id)));
  const loser = ends.find(({ status }) => status === 'failed');
  const winner = ends.find(({ status }) => status === 'succeeded');
  expect(winner?.progress.summary.succeeded).toBeGreaterThanOrEqual(30);
  expect(loser?.error).toMatchObject({
    code: 'resource_busy',
    errorType: 'conflict',
    message: expect.stringContaining(winner?.id ?? '?'),
  });
  await stack.expectCleanCloud();
});
