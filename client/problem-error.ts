import type { components } from './openapi.ts';

type Problem = components['schemas']['Problem'];

/** Slipway refused a request, or could not carry it out. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Absent when the answer came from something else than Slipway, a proxy say. */
  readonly problem: Problem | undefined;

  constructor(status: number, body: unknown) {
    const problem = isProblem(body) ? body : undefined;
    super(problem?.detail ?? `The request failed with status ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

/**
 * The body of a good answer, out of what a call of `api` resolves to.
 *
 * @throws ProblemError when the answer is none
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
