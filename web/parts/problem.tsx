import { ProblemError } from '../../client/problem-error.ts';
import { UnexpectedAnswerError } from '../../client/unexpected-answer.ts';

/** Returns what was wrong with the response, or says that there was none. */
function problemMessage(error: unknown): string {
  if (error instanceof ProblemError || error instanceof UnexpectedAnswerError) return error.message;
  return 'The server does not answer. Check that Slipway is running.';
}

export function Problem({ error }: { error: unknown }) {
  const problem = error instanceof ProblemError ? error.problem : undefined;
  return (
    <div class="problem" role="alert">
      <p>{problemMessage(error)}</p>
      {problem?.requestId !== undefined && <p class="quiet">Request id: {problem.requestId}</p>}
    </div>
  );
}
