import { expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { startLoneApi } from '../../support/api/lone-api.ts';

const stopping = new AbortController();
const { api } = startLoneApi('', { stopping: stopping.signal });

test('a process that is about to stop is healthy, but not ready', async () => {
  stopping.abort();
  const answer = await api.get('/readyz');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('1');
  expect(parseExactly(problemSchema, answer.body)).toMatchObject({
    code: 'draining',
    retryable: true,
  });
  expect((await api.get('/healthz')).status).toBe(200);
});
