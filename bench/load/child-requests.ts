/** Sends requests to a child process over IPC. */
import * as z from 'zod';
import type { Child } from '../service/child.ts';

const answerSchema = z.object({
  answer: z.int(),
  value: z.unknown().optional(),
  error: z.string().optional(),
});

export interface ChildRequests {
  /** Resolves to the answer. Rejects if the child reports an error or ends. */
  send(kind: string, request?: object): Promise<unknown>;
}

export function createChildRequests(
  child: Pick<Child, 'send' | 'onMessage' | 'onGone'>,
): ChildRequests {
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  let sent = 0;
  child.onMessage((message) => {
    const parsed = answerSchema.safeParse(message);
    if (!parsed.success) return;
    const { answer, value, error } = parsed.data;
    const request = waiting.get(answer);
    waiting.delete(answer);
    if (error === undefined) request?.resolve(value);
    else request?.reject(new Error(error));
  });
  child.onGone(() => {
    for (const { reject } of waiting.values())
      reject(new Error('the process ended before it answered'));
    waiting.clear();
  });
  return {
    send(kind, request = {}) {
      const number = ++sent;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        child.send({ ...request, ask: number, kind });
      });
    },
  };
}
