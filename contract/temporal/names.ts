/** The names of workflows, queries, updates, signals and search attributes. */
import type { OperationKind } from '../vocabulary.ts';

/** The workflow type of an operation: its kind in camel case, for example `createCluster`. */
export function operationWorkflow(kind: OperationKind): string {
  return kind.replaceAll(/_[a-z]/g, (part) => part.charAt(1).toUpperCase());
}

/**
 * The workflow type that plans an operation and changes nothing. It is not an operation itself, and
 * is deleted after its answer.
 */
export const PREVIEW_WORKFLOW = 'previewOperation';
/** The workflow type that previews an operation of a deployment. */
export const PREVIEW_DEPLOYMENT_WORKFLOW = 'previewDeployment';

/** The workflow type of the entity that keeps a resource's record. */
export const RESOURCE_WORKFLOW = 'resource';
/** The workflow type that keeps which connection a role belongs to. */
export const ROLE_CLAIM_WORKFLOW = 'roleClaim';
/** The workflow type that keeps how long the resources of one region take. */
export const DURATIONS_WORKFLOW = 'durations';
/** The workflow type that reacts to the events of one branch or one pull request of a repository. */
export const REPOSITORY_EVENTS_WORKFLOW = 'repositoryEvents';

export const QUERIES = {
  stage: 'stage',
  progress: 'progress',
  result: 'result',
  operation: 'operation',
  resource: 'resource',
} as const;

export const UPDATES = {
  claim: 'claim',
  writeLedger: 'writeLedger',
  release: 'release',
  attach: 'attach',
  detach: 'detach',
  submitPlanDecision: 'submitPlanDecision',
  holdRole: 'holdRole',
} as const;

export const SIGNALS = {
  engineProgress: 'engineProgress',
  noteDurations: 'noteDurations',
  planDecision: 'planDecision',
  releaseRole: 'releaseRole',
  repositoryEvent: 'repositoryEvent',
} as const;

export const SEARCH_ATTRIBUTES = {
  organization: 'SlipwayOrganization',
  member: 'SlipwayMember',
  status: 'SlipwayStatus',
  stage: 'SlipwayStage',
  resourceType: 'SlipwayResourceType',
  resource: 'SlipwayResource',
  resourceUid: 'SlipwayResourceUid',
  provider: 'SlipwayProvider',
  region: 'SlipwayRegion',
} as const;

/**
 * The task queue of the activities that run engines. They wait for one of a few slots, and must not take the
 * slots of all other activities meanwhile.
 */
export function engineTaskQueue(taskQueue: string): string {
  return `${taskQueue}-engine`;
}

/** The workflow type that shows that Temporal can write. No worker runs it, and it is deleted at once. */
export const READINESS_WORKFLOW = 'readiness';

/** The task queue of the workflows that show that Temporal can write. No worker polls it. */
export function readinessTaskQueue(taskQueue: string): string {
  return `${taskQueue}-readiness`;
}

/** The failure type of an activity that returned to its task queue, because no engine slot was free. */
export const WAITING_FOR_ENGINE = 'waiting_for_engine';

/** The failure type of an activity that waits for something that may never end without help. */
export const BLOCKED = 'blocked';
