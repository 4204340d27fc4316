import { ProblemError } from '../../client/problem-error.ts';

/** Why something could not be done, in the words of the server. */
function problemMessage(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  return 'The server does not answer.';
}

export function Problem({ error }: { error: unknown }) {
  const problem = error instanceof ProblemError ? error.problem : undefined;
  return (
    <div class="problem" role="alert">
      <p>{problemMessage(error)}</p>
      {problem?.requestId !== undefined && <p class="quiet">Request {problem.requestId}</p>}
    </div>
  );
}
