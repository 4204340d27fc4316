/** The subject and the job of an apply, for tests of what does not depend on them. */
import type { OperationSubject } from '../../../contract/temporal/operation-input.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';

export const SUBJECT: OperationSubject = {
  operation: 'apply_deployment',
  organizationId: 'local',
  memberId: 'me',
  resourceType: 'deployment',
  resourceId: 'web',
};

export const JOB: DeploymentJob = {
  organizationId: 'local',
  uid: 'uid',
  operationId: 'operation',
  engine: 'opentofu',
  sourceDigest: '',
  variables: {},
  secrets: {},
  environment: {},
  targets: [],
};
