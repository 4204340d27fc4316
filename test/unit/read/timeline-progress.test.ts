import { defaultPayloadConverter } from '@temporalio/common';
import { expect, test } from 'vitest';
import type { EngineChange } from '../../../contract/temporal/engine.ts';
import { SIGNALS } from '../../../contract/temporal/names.ts';
import { progressIn } from '../../../operations/timeline/engine-progress.ts';

const URN = 'urn:slipway:local:deployments:web:random_id/';

function told(changes: EngineChange[], signalName: string = SIGNALS.engineProgress) {
  const payloads = [defaultPayloadConverter.toPayload(changes)];
  return progressIn({ signalName, input: { payloads } });
}

test('a batch is one item, with the worst first', () => {
  const changes: EngineChange[] = [
    { urn: `${URN}a`, status: 'running' },
    { urn: `${URN}b`, status: 'failed' },
    ...Array.from({ length: 7 }, (_, i): EngineChange => ({
      urn: `${URN}${i}`,
      status: 'succeeded',
    })),
  ];
  expect(told(changes)).toEqual([
    {
      type: 'step.failed',
      message:
        'failed: random_id b; done: random_id 0, random_id 1, random_id 2, random_id 3, random_id 4 and 2 more; begun: random_id a',
    },
  ]);
});

test('of one resource it has the URN; another signal is none', () => {
  const changes: EngineChange[] = [{ urn: `${URN}a`, status: 'succeeded' }];
  expect(told(changes)).toEqual([
    { type: 'step.succeeded', message: 'done: random_id a', urn: `${URN}a` },
  ]);
  expect(told(changes, 'other')).toEqual([]);
});
