import { errorAnswer } from './answers.ts';
import type { Answer, Call } from './call.ts';

/**
 * Client tokens, which moto ignores. A create with a used token creates nothing and returns the
 * response of the first create, even if that resource is deleted. It fails if its parameters differ.
 */
export function createTokens() {
  const used = new Map<string, { body: string; answer: Promise<Answer> }>();

  return async function once(call: Call, create: () => Promise<Answer>): Promise<Answer> {
    const { clientToken, service, action } = call;
    if (clientToken === undefined) return create();
    const key = `${service}/${action}/${clientToken}`;
    const body = sortedBody(call);
    const before = used.get(key);
    if (before !== undefined) {
      const code = service === 'ec2' ? 'IdempotentParameterMismatch' : 'InvalidParameterException';
      return before.body === body
        ? before.answer
        : errorAnswer(call, code, 'The client token was used with other parameters.');
    }
    const answer = create();
    used.set(key, { body, answer });
    // A failed create does not use up its token.
    const { status } = await answer;
    if (status >= 300) used.delete(key);
    return answer;
  };
}

function sortedBody({ body }: Call): string {
  return [...new URLSearchParams(body)]
    .map((pair) => pair.join('='))
    .toSorted()
    .join('&');
}
