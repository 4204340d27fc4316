/** The quotas that the check of a connection reads, where AWS has them or not. */
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
} from '@aws-sdk/client-service-quotas';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { accountQuota } from '../../../providers/aws/quotas.ts';
import { mockedAws, refusal } from '../../support/aws/mocked.ts';

const MISSING = refusal(
  'NoSuchResourceException',
  'The request failed because the specified service does not exist.',
  'servicequotas:GetServiceQuota',
);
const DENIED = refusal('AccessDeniedException', 'no', 'servicequotas:GetServiceQuota');
const ROLES = { QuotaName: 'Roles per account', Value: 1_000 };

test('a quota of IAM is read where IAM has its quotas, also for a region in Europe', async () => {
  const { aws, iam, globalQuotas } = mockedAws('eu-central-1');
  iam.on(ListRolesCommand).resolves({ Roles: [] });
  globalQuotas.on(GetServiceQuotaCommand).resolves({ Quota: ROLES });
  expect(await accountQuota(aws, 'iam_role')).toEqual({
    name: 'Roles per account',
    used: 0,
    limit: 1_000,
  });
});

test('a quota that the account has no value for is AWS’s default', async () => {
  const { aws, iam, globalQuotas } = mockedAws();
  iam.on(ListRolesCommand).resolves({ Roles: [] });
  globalQuotas.on(GetServiceQuotaCommand).rejects(MISSING);
  globalQuotas.on(GetAWSDefaultServiceQuotaCommand).resolves({ Quota: ROLES });
  expect(await accountQuota(aws, 'iam_role')).toMatchObject({ limit: 1_000 });
});

test.each([
  ['that does not exist', MISSING],
  ['without permission', DENIED],
])('a quota %s fails no check', async (_, error) => {
  const { aws, iam, globalQuotas } = mockedAws();
  iam.on(ListRolesCommand).resolves({ Roles: [] });
  globalQuotas.on(GetServiceQuotaCommand).rejects(error);
  globalQuotas.on(GetAWSDefaultServiceQuotaCommand).rejects(error);
  expect(await accountQuota(aws, 'iam_role')).toMatchObject({ limit: Infinity });
});

test('a usage without permission fails no check', async () => {
  const { aws, iam, globalQuotas } = mockedAws();
  iam.on(ListRolesCommand).rejects(refusal('AccessDenied', 'no', 'iam:ListRoles', 403));
  globalQuotas.on(GetServiceQuotaCommand).resolves({ Quota: ROLES });
  expect(await accountQuota(aws, 'iam_role')).toEqual({
    name: 'Roles per account',
    used: 0,
    limit: 1_000,
  });
});
