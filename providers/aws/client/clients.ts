/** The SDK's clients. They are loaded on first use, because that takes seconds and not every worker needs them. */
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { EKS } from '@aws-sdk/client-eks';
import type { ElasticLoadBalancing } from '@aws-sdk/client-elastic-load-balancing';
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { IAM } from '@aws-sdk/client-iam';
import type { ServiceQuotas } from '@aws-sdk/client-service-quotas';
import type { SQS } from '@aws-sdk/client-sqs';
import type { SSM } from '@aws-sdk/client-ssm';
import type { STS } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';
import { createRenewable } from '../../renewable.ts';

export interface ClientOptions {
  /** Replaces AWS's own endpoints, for example with the sandbox. */
  endpoint?: string | undefined;
  /** The deadline of one request, in milliseconds. */
  requestTimeoutMs: number;
  /**
   * The credentials of all calls; by default those that the SDK finds in its environment. Loaded again
   * shortly before they expire, and when AWS reports them as expired.
   */
  credentials?: Provider<AwsCredentialIdentity> | undefined;
}

export interface Clients {
  ec2: EC2;
  eks: EKS;
  /** Classic load balancers. */
  elb: ElasticLoadBalancing;
  elbv2: ElasticLoadBalancingV2;
  events: EventBridge;
  /** The quotas of IAM, which AWS keeps in one region of each partition. */
  globalQuotas: ServiceQuotas;
  iam: IAM;
  logs: CloudWatchLogs;
  quotas: ServiceQuotas;
  sqs: SQS;
  /** The public parameters of EKS, such as the newest node images. */
  ssm: SSM;
  sts: STS;
}

/** The prefix of each service's actions in policies. */
export const ACTION_PREFIXES = {
  ec2: 'ec2',
  eks: 'eks',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  events: 'events',
  globalQuotas: 'servicequotas',
  iam: 'iam',
  logs: 'logs',
  quotas: 'servicequotas',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
} as const satisfies Record<keyof Clients, string>;

/**
 * Creates the clients of one region.
 *
 * @param slowestRate the lowest rate of calls to one service under throttling, in calls per second
 */
export async function createClients(
  region: string,
  options: ClientOptions,
  slowestRate: number,
): Promise<Clients> {
  const [http, retry, ec2, eks, elb, elbv2, events, iam, logs, quotas, sqs, ssm, sts] =
    await Promise.all([
      import('@smithy/node-http-handler'),
      import('./retry.ts'),
      import('@aws-sdk/client-ec2'),
      import('@aws-sdk/client-eks'),
      import('@aws-sdk/client-elastic-load-balancing'),
      import('@aws-sdk/client-elastic-load-balancing-v2'),
      import('@aws-sdk/client-eventbridge'),
      import('@aws-sdk/client-iam'),
      import('@aws-sdk/client-cloudwatch-logs'),
      import('@aws-sdk/client-service-quotas'),
      import('@aws-sdk/client-sqs'),
      import('@aws-sdk/client-ssm'),
      import('@aws-sdk/client-sts'),
    ]);
  const { endpoint, requestTimeoutMs } = options;
  const credentials = options.credentials && shared(options.credentials, Date.now);
  const config = () => ({
    region,
    retryStrategy: new retry.ThrottledOnlyRetry(slowestRate),
    requestHandler: new http.NodeHttpHandler({
      connectionTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  });
  return {
    ec2: new ec2.EC2(config()),
    eks: new eks.EKS(config()),
    elb: new elb.ElasticLoadBalancing(config()),
    elbv2: new elbv2.ElasticLoadBalancingV2(config()),
    events: new events.EventBridge(config()),
    iam: new iam.IAM(config()),
    logs: new logs.CloudWatchLogs(config()),
    globalQuotas: new quotas.ServiceQuotas({ ...config(), region: globalRegion(region) }),
    quotas: new quotas.ServiceQuotas(config()),
    sqs: new sqs.SQS({ ...config(), useQueueUrlAsEndpoint: endpoint === undefined }),
    ssm: new ssm.SSM(config()),
    sts: new sts.STS(config()),
  };
}

/** The region that keeps the quotas of IAM, in the partition of `region`. */
function globalRegion(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

/** The SDK itself asks for new credentials in the last five minutes of the old ones. */
const RENEW_BEFORE_MS = 6 * 60_000;

/** One set of credentials for all clients of a region. */
function shared(
  load: Provider<AwsCredentialIdentity>,
  clock: () => number,
): Provider<AwsCredentialIdentity> {
  return createRenewable(async () => {
    const value = await load();
    return { value, renewAt: (value.expiration?.getTime() ?? Infinity) - RENEW_BEFORE_MS };
  }, clock).get;
}
