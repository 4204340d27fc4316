/**
 * The errors of requests for a resource that they cannot use. For refused claims see
 * claim-problem.ts.
 */
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { typesWith, type ResourceType } from '../../contract/vocabulary.ts';

export function notFound(type: ResourceType, id: string): RequestError {
  return new RequestError('not_found', `${titleOf(type)} ${id} was not found.`);
}

export function alreadyExists(type: ResourceType, id: string): RequestError {
  return new RequestError(
    'already_exists',
    `${titleOf(type)} ${id} already exists. Choose another name, or delete it first.`,
  );
}

export function recordLost(type: ResourceType, id: string): RequestError {
  const isRecoverable = typesWith('recover').some((other) => other === type);
  return new RequestError(
    'record_lost',
    `The record of ${type} ${id} is lost: its workflow was ended or deleted outside of Slipway. Its cloud resources may still exist. ` +
      (isRecoverable ? 'Recover it, or delete it.' : 'Delete it.'),
  );
}

function titleOf(type: ResourceType): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}

export function deletionProtected(type: ResourceType, id: string): RequestError {
  return new RequestError(
    'deletion_protected',
    `${titleOf(type)} ${id} is protected from deletion. To delete it, first set deletionProtection to false.`,
  );
}
