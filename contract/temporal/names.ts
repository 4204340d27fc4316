/** The names of workflows, queries, updates, signals and search attributes. */
import type { OperationKind } from '../vocabulary.ts';

/** The workflow type of an operation: its kind in camel case, for example `createCluster`. */
export function operationWorkflow(kind: OperationKind): string {
  return kind.replaceAll(/_[a-z]/g, (part) => part.charAt(1).toUpperCase());
}

/** The workflow type that plans and does nothing; it is no operation, and is forgotten once it has answered. */
export const PREVIEW_WORKFLOW = 'previewOperation';
/** The same for a deployment. */
export const PREVIEW_DEPLOYMENT_WORKFLOW = 'previewDeployment';

/** The workflow type of the entity that stands for a resource. */
export const RESOURCE_WORKFLOW = 'resource';

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
} as const;

export const SIGNALS = { engineProgress: 'engineProgress' } as const;

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

/** The type of an activity's failure that only waits for what may never go by itself. */
export const BLOCKED = 'blocked';
