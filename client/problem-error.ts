import type { components } from './openapi.ts';

type Problem = components['schemas']['Problem'];

/** A response that is not a success. The message is the problem's `detail`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /**
   * The body of the response. Absent when the response did not come from Slipway, but for example from a
   * proxy.
   */
  readonly problem: Problem | undefined;

  constructor(status: number, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    super(
      problem?.detail ??
        `The server answered with status ${status}, but without a problem description.`,
    );
    this.status = status;
    this.problem = problem;
  }
}

/**
 * Returns the body of a successful response.
 *
 * @param answer the result of a call of `api`
 * @throws ProblemError when the response is not a success
 */
export function orThrow<Data>(answer: {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}): NonNullable<Data> {
  const { data, error, response } = answer;
  if (data === undefined || data === null) throw new ProblemError(response.status, error);
  return data;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
