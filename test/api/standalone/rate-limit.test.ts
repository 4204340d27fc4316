import { expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { startLoneApi } from '../../support/api/lone-api.ts';

const { api } = startLoneApi('', { requestsPerSecond: 5 });

test('a member that exceeds its requests per second is told when to retry', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.get('/clusters')));
  const refused = answers.filter(({ status }) => status === 429);
  // All requests came within at most two windows.
  expect(refused.length).toBeGreaterThanOrEqual(10);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(5);
  for (const { headers, body } of refused) {
    expect(headers).toMatchObject({ 'retry-after': '1', 'x-request-id': expect.any(String) });
    expect(parseExactly(problemSchema, body)).toMatchObject({
      code: 'too_many_requests',
      errorType: 'throttling',
      retryable: true,
    });
  }
  // Probes of the process have no member.
  expect((await api.get('/healthz')).status).toBe(200);
});
