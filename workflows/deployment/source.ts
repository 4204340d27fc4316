/** Gets the source of a deployment before its module is checked. */
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { DeploymentSpec } from '../../contract/resources/deployment.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import { run } from '../operation/run.ts';
import type { engineActivities } from './engine.ts';

const SHORT_COMMIT = 12;

interface Fetching {
  engine: Pick<ReturnType<typeof engineActivities>, 'resolveCommit' | 'fetchSource'>;
  subject: OperationSubject;
  job: DeploymentJob;
  /** Shows the commit as soon as it is known. */
  onCommit?(commit: string, message: string): void;
}

/**
 * Returns the source with its files. The commit is resolved in an activity of its own: from then on, every attempt
 * uses the same one. Files that an earlier operation has fetched are not fetched again.
 */
export async function fetchedSource(
  source: DeploymentSpec['source'],
  { engine, subject, job, onCommit }: Fetching,
): Promise<DeploymentSpec['source']> {
  const { git, archive } = source;
  if (git === undefined) return source;
  const commit =
    git.commit ??
    (await run(engine.resolveCommit, `Find ${git.ref ?? 'HEAD'} of ${git.url}`, {
      subject,
      job,
      git,
    }));
  const short = commit.slice(0, SHORT_COMMIT);
  if (archive !== undefined) {
    onCommit?.(commit, `Checking the module at the commit ${short}`);
    return source;
  }
  onCommit?.(commit, `Fetching the commit ${short}`);
  const pinned = { ...git, commit };
  return run(engine.fetchSource, `Fetch the commit ${short}`, { subject, job, git: pinned });
}
