/** AWS's service quotas, for those that moto does not have. */
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

interface Quota {
  QuotaName: string;
  /** AWS's default. */
  Value: number;
  /** The account's own value, if it differs from the default. */
  applied?: number;
}

const QUOTAS: Readonly<Record<string, Quota>> = {
  'ec2/L-0263D0A3': { QuotaName: 'EC2-VPC Elastic IPs', Value: 5 },
  'ec2/L-1216C47A': {
    QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    Value: 5,
    applied: 640,
  },
  'ec2/L-34B43A08': {
    QuotaName: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
    Value: 5,
    applied: 640,
  },
  'eks/L-1194D53C': { QuotaName: 'Clusters', Value: 100 },
  'eks/L-6D54EA21': { QuotaName: 'Managed node groups per cluster', Value: 30 },
  'iam/L-FE177D64': { QuotaName: 'Roles per account', Value: 1000 },
};
/** The quotas of global services exist in one region only. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam']);
const GLOBAL_REGION = 'us-east-1';

/**
 * Answers a request for a quota that moto lacks.
 *
 * @returns undefined if moto knows the quota
 */
export function quotaAnswer(call: Call): Answer | undefined {
  const { ServiceCode, QuotaCode } = call.json;
  const service = String(ServiceCode);
  if (GLOBAL_SERVICES.has(service) && call.region !== GLOBAL_REGION) {
    return errorAnswer(
      call,
      'NoSuchResourceException',
      'The request failed because the specified service does not exist.',
    );
  }
  const quota = QUOTAS[`${service}/${String(QuotaCode)}`];
  if (quota === undefined) return undefined;
  const { applied, ...byDefault } = quota;
  const Value = call.action === 'GetServiceQuota' ? (applied ?? quota.Value) : quota.Value;
  return jsonAnswer({ Quota: { ServiceCode, QuotaCode, ...byDefault, Value } });
}
