/** Explains to clients why an entity refused a claim: one table for the API and the activities. */
import type { ClaimAnswer } from '../temporal/entity.ts';
import type { ErrorType } from '../vocabulary.ts';
import { PROBLEMS, RequestError, type ProblemCode } from './problem-codes.ts';

export type ClaimRefusal = Extract<ClaimAnswer, { granted: false }>;

interface ClaimProblem {
  code: ProblemCode;
  errorType: ErrorType;
  message: string;
  /** With `resource_busy`. */
  conflictingOperationId?: string;
  /** With `in_use`. */
  attachments?: string[];
}

/** @param resource the type and id of the resource, for example `cluster demo` */
export function claimProblem(resource: string, refusal: ClaimRefusal): ClaimProblem {
  switch (refusal.code) {
    case 'not_found':
      return problem(
        'not_found',
        `The ${resource} was not found. It may have been deleted in the meantime.`,
      );
    case 'in_use':
      return {
        ...problem(
          'in_use',
          `The ${resource} is in use by ${refusal.attachments.join(', ')}. Delete these first.`,
        ),
        attachments: refusal.attachments,
      };
    case 'changed':
      return problem(
        'precondition_failed',
        `The ${resource} has changed since you read it. Read it again, then decide.`,
      );
    case 'resource_busy':
      return {
        ...problem(
          'resource_busy',
          `Operation ${refusal.conflictingOperationId} is changing the ${resource}. Wait for it, or cancel it.`,
        ),
        conflictingOperationId: refusal.conflictingOperationId,
      };
    default:
      return refusal satisfies never;
  }
}

/** The refusal as an error of the API. For `resource` see claimProblem. */
export function claimRefused(resource: string, refusal: ClaimRefusal): RequestError {
  const { code, message, ...more } = claimProblem(resource, refusal);
  return new RequestError(code, message, more);
}

function problem(code: ProblemCode, message: string): ClaimProblem {
  return { code, errorType: PROBLEMS[code].errorType, message };
}
