/** Checks the response that every submit gets. */
import { expect } from 'vitest';
import type { Operation } from '../../contract/operations/operation.ts';
import type { Answer } from '../support/http/http.ts';
import { operationOf } from './world.ts';

export const STRONG_TAG = /^"[!#-~]+"$/;

/** Fails unless the response has everything that every `202` has. */
export function accepted(answer: Answer, kind: string): Operation {
  const operation = operationOf(answer, 202);
  expect(operation.operation).toBe(kind);
  expect(answer.headers).toMatchObject({
    location: `/operations/${operation.id}`,
    'operation-location': `/operations/${operation.id}`,
    'retry-after': '1',
    etag: expect.stringMatching(STRONG_TAG),
  });
  return operation;
}
