import type { components } from './openapi.ts';

type OperationError = components['schemas']['OperationError'];

/** Returns the field errors in one line, as the message of an operation's error lists them. */
export function listOfFieldErrors({ fieldErrors = {} }: OperationError['details']): string {
  return Object.entries(fieldErrors)
    .map(([field, why]) => `${field}: ${why}`)
    .join('; ');
}

/** True if the message of an error only lists its field errors. A reader of both would read everything twice. */
export function repeatsFieldErrors({
  message,
  details,
}: Pick<OperationError, 'message' | 'details'>): boolean {
  const list = listOfFieldErrors(details);
  // A long message is cut.
  return list !== '' && list.startsWith(message.replace(/…$/, ''));
}
