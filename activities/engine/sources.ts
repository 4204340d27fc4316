/** The activities that fetch the source of a deployment. Only workers talk to repositories, which are hostile. */
import type { StoredGit } from '../../contract/resources/fields/git-source.ts';
import type { StoredSource } from '../../contract/resources/fields/module-source.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import type { ActivityDeps } from '../deps.ts';
import { runWithEngine } from './run-with-engine.ts';

export interface SourceRequest<Git extends StoredGit = StoredGit> {
  subject: OperationSubject;
  job: DeploymentJob;
  git: Git;
}

export function sourceActivities(deps: ActivityDeps) {
  const { deployer } = deps;
  return {
    /** Returns the commit that the ref names now. The history keeps it, so that no later attempt uses another one. */
    async resolveCommit({ subject, job, git }: SourceRequest): Promise<string> {
      return runWithEngine(deps, subject, (signal) => deployer.resolveCommit(job, git, signal));
    },

    /** Fetches the files of a commit, checks them and stores them for the job. */
    async fetchSource({
      subject,
      job,
      git,
    }: SourceRequest<StoredGit & { commit: string }>): Promise<StoredSource> {
      return runWithEngine(deps, subject, (signal) => deployer.fetchSource(job, git, signal));
    },
  };
}
