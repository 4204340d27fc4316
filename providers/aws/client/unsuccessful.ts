import { providerError } from './errors.ts';

/** An item that EC2 could not change. Its answer has status 200 and lists such items. */
interface UnsuccessfulItem {
  Error?: { Code?: string | undefined; Message?: string | undefined } | undefined;
}

/**
 * Throws the error of the first item that EC2 could not change, as if the whole call had failed.
 *
 * @param action the IAM action, for example `ec2:DeleteFlowLogs`
 */
export function refuseUnsuccessful(
  items: readonly UnsuccessfulItem[] | undefined,
  action: string,
): void {
  const [first] = items ?? [];
  if (first === undefined) return;
  const { Code = 'Unsuccessful', Message = 'AWS gave no reason' } = first.Error ?? {};
  const cause = Object.assign(new Error(Message), {
    name: Code,
    $metadata: { httpStatusCode: 400 },
  });
  throw providerError(cause, action);
}
