/** Questions to a child over IPC; each gets its own answer. */
import * as z from 'zod';
import type { Child } from '../service/child.ts';

const answerSchema = z.object({
  answer: z.int(),
  value: z.unknown().optional(),
  error: z.string().optional(),
});

export interface Asking {
  /** Rejects when the child says that it failed, or dies. */
  ask(kind: string, question?: object): Promise<unknown>;
}

export function createAsking(child: Pick<Child, 'send' | 'onMessage' | 'onGone'>): Asking {
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  let asked = 0;
  child.onMessage((message) => {
    const parsed = answerSchema.safeParse(message);
    if (!parsed.success) return;
    const { answer, value, error } = parsed.data;
    const who = waiting.get(answer);
    waiting.delete(answer);
    if (error === undefined) who?.resolve(value);
    else who?.reject(new Error(error));
  });
  child.onGone(() => {
    for (const { reject } of waiting.values())
      reject(new Error('the process that was asked is gone'));
    waiting.clear();
  });
  return {
    ask(kind, question = {}) {
      const number = ++asked;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        child.send({ ...question, ask: number, kind });
      });
    },
  };
}
