/** The activities that follow a repository: find its deployments, plan and apply its commits, and report. */
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Deployment } from '../../contract/resources/deployment.ts';
import type {
  CommitReport,
  PushEvent,
  Repository,
  RepositoryEvent,
} from '../../contract/temporal/repository-events.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { withHeartbeat } from '../heartbeat.ts';
import type { ActivityDeps } from '../deps.ts';
import { commentMarker, statusName, withForge } from './forge-calls.ts';
import { faultComment, operationReport, planComment, planReport } from './report-text.ts';
import { retryableFailure, waitingFailure } from './request-failures.ts';
import { concerns, trackedSource, type TrackedSource } from './source.ts';
import type {
  FollowedOperation,
  SourceDeployment,
  SourcePlan,
  SourceRequest,
  SourceSubject,
  StartedPush,
} from './source-commands.ts';

const FORK: CommitReport = {
  state: 'canceled',
  description: 'Not planned: the commits are from a fork, and a plan could read secrets.',
};

export function webhookActivities({ webhooks }: Pick<ActivityDeps, 'webhooks'>) {
  /** The deployment as it is now; undefined if it is gone, or follows another repository. */
  async function find(
    subject: SourceSubject,
  ): Promise<{ record: Deployment; source: TrackedSource } | undefined> {
    const { organizationId, repository, deployment } = subject;
    const record = await webhooks.sources.deployment(organizationId, deployment.name);
    const source = record && trackedSource(record, repository);
    return record?.uid === deployment.uid && source ? { record, source } : undefined;
  }

  async function setStatus(
    subject: SourceSubject,
    source: TrackedSource,
    commit: string,
    report: CommitReport,
  ): Promise<void> {
    await withForge(webhooks, subject, source.tokenSecret, (forge) =>
      forge.setStatus(commit, statusName(subject), report),
    );
  }

  return {
    /** The deployments that follow the repository, and in which the event may change something. */
    async findSources(request: {
      organizationId: string;
      repository: Repository;
      event: RepositoryEvent;
    }): Promise<SourceDeployment[]> {
      const { organizationId, repository, event } = request;
      const all = await withHeartbeat(() => webhooks.sources.deployments(organizationId));
      return all.flatMap((record) => {
        const source = trackedSource(record, repository);
        const { onPush = 'ignore', onPullRequest = 'plan' } = record.spec;
        if (source === undefined) return [];
        const isMeant =
          event.kind === 'push'
            ? onPush !== 'ignore' && source.branch === event.branch
            : onPullRequest !== 'ignore' && source.tokenSecret !== undefined;
        return isMeant ? [{ name: record.name, uid: record.uid, onPush }] : [];
      });
    },

    /** Decides by what the forge says now whether a pull request is planned, and shows it there. */
    async openPullRequest(
      request: SourceSubject & { number: number },
    ): Promise<{ isPlanned: false } | { isPlanned: true; commit: string }> {
      const { number } = request;
      const found = await find(request);
      if (found === undefined) return { isPlanned: false };
      const { source } = found;
      const commit = await withForge(webhooks, request, source.tokenSecret, async (forge) => {
        const { isOpen, isFork, base, commit: head } = await forge.pullRequest(number);
        if (!isOpen || base !== source.branch) return undefined;
        const show = (report: CommitReport) => forge.setStatus(head, statusName(request), report);
        if (isFork) {
          await show(FORK);
          return undefined;
        }
        const { path } = source;
        if (path !== undefined && !concerns(source, await forge.changedFolders(number))) {
          await show({ state: 'success', description: `No file in ${path} changes.` });
          return undefined;
        }
        await show({ state: 'pending', description: 'Planning' });
        return head;
      });
      return commit === undefined ? { isPlanned: false } : { isPlanned: true, commit };
    },

    /** A speculative plan. What only another commit can fix is a result, too. */
    async planSource(request: SourceSubject & { commit: string }): Promise<SourcePlan> {
      const { commit, deployment } = request;
      const { name } = deployment;
      try {
        const operation = await withHeartbeat(() =>
          webhooks.sources.preview(ofForge(request), commit),
        );
        return { report: planReport(operation), text: planComment(name, commit, operation) };
      } catch (error) {
        const failure = retryableFailure(error);
        if (failure !== undefined) throw failure;
        if (!(error instanceof RequestError)) throw error;
        return {
          report: { state: 'failure', description: `The plan failed: ${error.code}.` },
          text: faultComment(name, commit, error.message),
        };
      }
    },

    async reportPlan(
      request: SourceSubject & { number: number; commit: string; plan: SourcePlan },
    ): Promise<void> {
      const { number, commit, plan } = request;
      const found = await find(request);
      await withForge(webhooks, request, found?.source.tokenSecret, async (forge) => {
        const url = await forge.putComment(number, commentMarker(request), plan.text);
        const report = { ...plan.report, ...(url !== undefined && { url }) };
        await forge.setStatus(commit, statusName(request), report);
      });
    },

    async reportCommit(
      request: SourceSubject & { commit: string; report: CommitReport },
    ): Promise<void> {
      const found = await find(request);
      if (found === undefined) return;
      await setStatus(request, found.source, request.commit, request.report);
    },

    /**
     * Brings the deployment to the newest commit of its branch. With `waits`, fails for as long as another operation works on it,
     * so that Temporal tries again.
     */
    async startPush(
      request: SourceSubject & { deliveryId: string; event: PushEvent; waits?: true },
    ): Promise<StartedPush> {
      const { deployment, deliveryId, event, waits } = request;
      const found = await find(request);
      if (found === undefined) return {};
      const { record, source } = found;
      if (!concerns(source, event.folders)) {
        return { report: { state: 'success', description: `No file in ${source.path} changes.` } };
      }
      if (source.commit === event.commit && record.status === 'active') {
        return { operationId: record.operationId };
      }
      try {
        const key = `${deliveryId}/${deployment.uid}`;
        const { id } = await withHeartbeat(() => webhooks.sources.refresh(ofForge(request), key));
        return { operationId: id };
      } catch (error) {
        if (error instanceof RequestError && error.code === 'resource_busy') {
          if (waits) throw waitingFailure(error.message);
          return { waitsFor: error.conflictingOperationId ?? record.operationId };
        }
        const failure = retryableFailure(error);
        if (failure !== undefined) throw failure;
        if (!(error instanceof RequestError)) throw error;
        const description = `The push could not be applied: ${error.code}.`;
        return { report: { state: 'failure', description } };
      }
    },

    /** Resolves when the operation stands otherwise than `known` says. Until then, fails so that Temporal tries again. */
    async followOperation(
      request: SourceSubject & { operationId: string; known: string },
    ): Promise<FollowedOperation> {
      const { operationId, known } = request;
      const operation = await withHeartbeat(() =>
        webhooks.sources.operation(ofForge(request), operationId).catch((error: unknown) => {
          throw retryableFailure(error) ?? error;
        }),
      );
      const report = operationReport(operation, webhooks.sources.pageOf(operationId));
      const now = `${operation.progress.commit ?? ''} ${report.state} ${report.description}`;
      if (now === known) throw waitingFailure(`Operation ${operationId} goes on.`);
      const { commit } = operation.progress;
      return {
        known: now,
        isOver: isTerminal(operation.status),
        hasLostClaim: operation.error?.code === 'resource_busy',
        ...(commit !== undefined && { commit }),
        report,
      };
    },
  };
}

function ofForge({ organizationId, forge, deployment }: SourceSubject): SourceRequest {
  return { organizationId, forge, name: deployment.name };
}
