/** The actions of an operation: which are possible now, which comes first, and what is asked before each. */
import { isLeftOver } from '../model/survivors.ts';
import type { Operation } from '../model/types.ts';

export type ActionName = 'confirm' | 'discard' | 'remove' | 'retry' | 'cancel';

export interface ActionText {
  button: string;
  title: string;
  text: string;
  yes: string;
  no: string;
  dangerous: boolean;
}

/** Returns the possible actions, in the order of their buttons. */
export function actionsOf(operation: Operation): ActionName[] {
  const { status, links } = operation;
  return [
    ...(status === 'awaiting_confirmation' ? (['confirm', 'discard'] as const) : []),
    ...(isLeftOver(operation) ? (['remove'] as const) : []),
    ...(links.retry === undefined ? [] : (['retry'] as const)),
    ...(links.cancel === undefined ? [] : (['cancel'] as const)),
  ];
}

/** Returns the action that the page recommends: what the text of the error says to do. */
export function recommendedAction(operation: Operation): ActionName | undefined {
  const [first] = actionsOf(operation);
  if (first === 'retry') return operation.error?.details.retryable === false ? undefined : first;
  return first === 'confirm' || first === 'remove' ? first : undefined;
}

/**
 * @param name the operation in words, for example "Create cluster demo"
 */
export function actionText(action: ActionName, operation: Operation, name: string): ActionText {
  const { resourceType, resourceId } = operation;
  const deletes = operation.operation.startsWith('delete_');
  switch (action) {
    case 'confirm':
      return {
        button: 'Confirm',
        title: 'Apply this plan?',
        text: 'The operation makes these changes, and no others.',
        yes: 'Apply the plan',
        no: 'Not yet',
        dangerous: false,
      };
    case 'discard':
      return {
        button: 'Discard',
        title: `Discard “${name}”?`,
        text: 'The plan is discarded and nothing changes. The operation is canceled.',
        yes: 'Discard the plan',
        no: 'Not yet',
        dangerous: true,
      };
    case 'cancel':
      return {
        button: 'Cancel',
        title: `Cancel “${name}”?`,
        text: 'Running calls to the cloud finish first. Then a create or an update is rolled back; a delete stops where it is.',
        yes: 'Cancel the operation',
        no: 'Keep it running',
        dangerous: true,
      };
    case 'remove':
      return {
        button: `Delete the ${resourceType}`,
        title: `Delete ${resourceType} “${resourceId}”?`,
        text: 'A new operation deletes what is left of it in the cloud, and its record. Then the name is free again.',
        yes: `Delete the ${resourceType}`,
        no: 'Not now',
        dangerous: true,
      };
    case 'retry':
      return {
        button: deletes ? 'Delete again' : 'Retry',
        title: `Retry “${name}”?`,
        text: `${retryAdvice(operation)}${
          deletes
            ? 'A new operation deletes what is left.'
            : 'A new operation with the same request starts. It keeps the existing resources and creates only the missing ones.'
        }`,
        yes: 'Start a retry',
        no: 'Not now',
        dangerous: false,
      };
    default:
      return action satisfies never;
  }
}

function retryAdvice({ error }: Operation): string {
  if (error?.details.retryable !== false) return '';
  return 'The same request fails in the same way until its cause is fixed. ';
}
