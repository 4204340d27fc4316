/** AWS's default service quotas, for those that moto does not have. */
import { jsonAnswer } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

const QUOTAS: Readonly<Record<string, { QuotaName: string; Value: number }>> = {
  'ec2/L-0263D0A3': { QuotaName: 'EC2-VPC Elastic IPs', Value: 5 },
  'eks/L-1194D53C': { QuotaName: 'Clusters', Value: 100 },
  'eks/L-6D54EA21': { QuotaName: 'Managed node groups per cluster', Value: 30 },
  'iam/L-FE177D64': { QuotaName: 'Roles per account', Value: 1000 },
};

/**
 * Answers a request for a default quota that moto lacks.
 *
 * @returns undefined if moto knows the quota
 */
export function quotaAnswer({ json }: Call): Answer | undefined {
  const { ServiceCode, QuotaCode } = json;
  const quota = QUOTAS[`${String(ServiceCode)}/${String(QuotaCode)}`];
  return quota && jsonAnswer({ Quota: { ServiceCode, QuotaCode, ...quota } });
}
