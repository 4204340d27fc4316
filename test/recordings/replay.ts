/** Plays recorded answers back to the provider's own clients, below its translation of errors. */
import type { HandlerExecutionContext, InitializeHandler, MiddlewareStack } from '@smithy/types';
import { createAccess, type Aws } from '../../providers/aws/client/access.ts';
import { ACTION_PREFIXES } from '../../providers/aws/client/clients.ts';
import type { Json } from './json.ts';
import type { RecordedAnswer } from './recordings.ts';

const SIGNAL = new AbortController().signal;

export interface ReplayOptions {
  /** Changes an answer before it is played, for example adds tags. */
  change?: (data: Json, operation: string) => Json;
  /** Answers to operations that the story lacks. */
  more?: Readonly<Record<string, Json>>;
}

/** What the provider called, as `ec2:DescribeVpcs`. */
export interface Played<Result> {
  result: Result;
  calls: string[];
}

/**
 * Runs `work` with clients that get a story's answers: to the first call of an operation its first answer, and so
 * on. The last answer is repeated. A call without an answer fails.
 */
export async function replay<Result>(
  answers: readonly RecordedAnswer[],
  work: (aws: Aws) => Promise<Result>,
  { change = (data) => data, more = {} }: ReplayOptions = {},
): Promise<Played<Result>> {
  const calls: string[] = [];
  const missing: string[] = [];
  const turns = new Map<string, number>();
  const access = createAccess({
    requestTimeoutMs: 1_000,
    rate: { perSecond: 1_000, burst: 1_000 },
    clock: Date.now,
    consistencyWindowMs: 0,
    credentials: async () => ({ accessKeyId: 'recorded', secretAccessKey: 'recorded' }),
  });

  function outputOf(service: string, operation: string): Json {
    const key = `${service}:${operation}`;
    calls.push(key);
    const recorded = answers.filter((it) => it.service === service && it.operation === operation);
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const answer = recorded[Math.min(turn, recorded.length - 1)];
    const other = more[key];
    if (answer === undefined && other !== undefined) return other;
    if (answer === undefined) {
      missing.push(key);
      throw new Error(`no answer to ${key} was recorded`);
    }
    const error = answer.data['Error'];
    if (answer.status < 300 || error === undefined) return change(answer.data, operation);
    throw sdkError(error as { Code: string; Message: string }, answer.status);
  }

  function play<Input extends object, Output extends object>(
    { middlewareStack }: { middlewareStack: MiddlewareStack<Input, Output> },
    service: string,
  ): void {
    middlewareStack.add(
      (_next: InitializeHandler<Input, Output>, context: HandlerExecutionContext) => async () => {
        const operation = (context.commandName ?? '').replace(/Command$/, '');
        const output = { ...outputOf(service, operation), $metadata: {} };
        return { output: output as unknown as Output, response: {} };
      },
      // Inside the provider's translation of errors, which has a high priority.
      { step: 'initialize', name: 'recorded', priority: 'low' },
    );
  }

  const result = await access.run('us-east-1', SIGNAL, async (aws) => {
    play(aws.ec2, ACTION_PREFIXES.ec2);
    play(aws.eks, ACTION_PREFIXES.eks);
    play(aws.elb, ACTION_PREFIXES.elb);
    play(aws.elbv2, ACTION_PREFIXES.elbv2);
    play(aws.events, ACTION_PREFIXES.events);
    play(aws.iam, ACTION_PREFIXES.iam);
    play(aws.sqs, ACTION_PREFIXES.sqs);
    play(aws.sts, ACTION_PREFIXES.sts);
    return work(aws);
  });
  // The provider translates the error of a call without an answer, and may swallow it.
  if (missing.length > 0) throw new Error(`no answer was recorded to ${missing.join(', ')}`);
  return { result, calls };
}

/** An error as the SDK throws it. */
export function sdkError({ Code, Message }: { Code: string; Message: string }, status: number) {
  return Object.assign(new Error(Message), {
    name: Code,
    $metadata: { httpStatusCode: status, requestId: 'recorded' },
  });
}
