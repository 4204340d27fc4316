import { ProblemError } from '../../client/problem-error.ts';

/** Returns the server's message, or says that there was no response. */
function problemMessage(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
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
