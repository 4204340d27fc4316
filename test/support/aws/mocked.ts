/** The clients of AWS with mocked answers, for tests of single kinds of nodes. A call without an answer fails. */
import { CloudWatchLogs, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2, type EC2Client } from '@aws-sdk/client-ec2';
import { EKS, type EKSClient } from '@aws-sdk/client-eks';
import {
  ElasticLoadBalancing,
  type ElasticLoadBalancingClient,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  ElasticLoadBalancingV2,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridge, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAM, type IAMClient } from '@aws-sdk/client-iam';
import { ServiceQuotas, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SQS, type SQSClient } from '@aws-sdk/client-sqs';
import { SSM, type SSMClient } from '@aws-sdk/client-ssm';
import { STS, type STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { Aws } from '../../../providers/aws/client/access.ts';
import { providerError } from '../../../providers/aws/client/errors.ts';
import type { ProviderError } from '../../../providers/provider.ts';

export type MockedAws = ReturnType<typeof mockedAws>;

/** Makes calls without an answer fail. */
function strict<Stub extends { onAnyCommand(): { rejects(error: Error): unknown } }>(
  stub: Stub,
): Stub {
  stub.onAnyCommand().rejects(new Error('the test has no answer to this'));
  return stub;
}

export function mockedAws(region = 'eu-central-1') {
  let now = 0;
  const config = { region };
  const aws: Aws = {
    ec2: new EC2(config),
    eks: new EKS(config),
    elb: new ElasticLoadBalancing(config),
    elbv2: new ElasticLoadBalancingV2(config),
    events: new EventBridge(config),
    globalQuotas: new ServiceQuotas(config),
    iam: new IAM(config),
    logs: new CloudWatchLogs(config),
    quotas: new ServiceQuotas(config),
    sqs: new SQS(config),
    ssm: new SSM(config),
    sts: new STS(config),
    region,
    updates: new Map(),
    clock: () => now,
    consistencyWindowMs: 15_000,
  };
  const ec2 = strict(mockClient(aws.ec2 as EC2Client));
  const eks = strict(mockClient(aws.eks as EKSClient));
  const elb = strict(mockClient(aws.elb as ElasticLoadBalancingClient));
  const elbv2 = strict(mockClient(aws.elbv2 as ElasticLoadBalancingV2Client));
  const iam = strict(mockClient(aws.iam as IAMClient));
  const logs = strict(mockClient(aws.logs as CloudWatchLogsClient));
  const globalQuotas = strict(mockClient(aws.globalQuotas as ServiceQuotasClient));
  const quotas = strict(mockClient(aws.quotas as ServiceQuotasClient));
  const events = strict(mockClient(aws.events as EventBridgeClient));
  const sqs = strict(mockClient(aws.sqs as SQSClient));
  const ssm = strict(mockClient(aws.ssm as SSMClient));
  const sts = strict(mockClient(aws.sts as STSClient));
  const all = [ec2, eks, elb, elbv2, iam, logs, globalQuotas, quotas, events, sqs, ssm, sts];

  return {
    aws,
    /** Lets time pass. */
    pass: (ms: number) => void (now += ms),
    ec2,
    eks,
    elb,
    elbv2,
    iam,
    logs,
    globalQuotas,
    quotas,
    events,
    sqs,
    ssm,
    sts,
    /** Every call so far, as the name of its command and its input. */
    calls: (): { command: string; input: object }[] =>
      all.flatMap((mock) =>
        mock.calls().map(({ args: [command] }) => ({
          command: command.constructor.name.replace(/Command$/, ''),
          input: command.input,
        })),
      ),
  };
}

/** Returns an error of AWS as the kinds of nodes see it. */
export function refusal(
  code: string,
  message: string,
  action: string,
  status = 400,
): ProviderError {
  const cause = Object.assign(new Error(message), {
    name: code,
    $metadata: { httpStatusCode: status },
  });
  return providerError(cause, action);
}
