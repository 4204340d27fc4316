import type { components } from '../openapi.ts';

type Resource = components['schemas']['ProgressResource'];

/**
 * Says why a cloud resource of an operation is where it is: what it waits for, how its last attempt failed, and
 * when the work is given up. Undefined if there is nothing to say.
 */
export function resourceWhy({
  status,
  attempt,
  lastFailure,
  waitingFor,
  deadlineAt,
}: Resource): string | undefined {
  const failure = lastFailure && `${lastFailure.code.replaceAll('_', ' ')}: ${lastFailure.message}`;
  if (status !== 'running') return failure;
  const parts = [
    ...(attempt !== undefined && failure !== undefined
      ? [`attempt ${attempt}, because the last one failed with ${failure.replace(/\.$/, '')}`]
      : []),
    ...(waitingFor === undefined ? [] : [waitingFor.replace(/\.$/, '')]),
  ];
  if (parts.length === 0) return undefined;
  if (deadlineAt !== undefined) parts.push(`gives up at ${timeOfDay(deadlineAt)}`);
  return parts.join('; ');
}

/** In the time zone of the reader, for example `12:40`. */
function timeOfDay(timestamp: string): string {
  const format = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en', format).format(new Date(timestamp));
}
