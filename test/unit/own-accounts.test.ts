/** The worker's own account is used only where a setting grants it: at the API's edge, and in the worker. */
import type { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import { providerFor } from '../../activities/entities/connections.ts';
import { ownAccountsOf, readSettings } from '../../config/settings.ts';
import { awsSandboxEnvironment } from '../../launcher/start/aws-sandbox.ts';
import { checkConnection } from '../../operations/kinds/references.ts';
import { createProviders } from '../../worker/providers.ts';

/** Nothing of this file may ask Temporal. */
const client = {} as Client;
const principal = { organizationId: 'acme', memberId: 'me' };
const REFUSED = ownAccountsOf(readSettings({}));
const ALLOWED = ownAccountsOf(readSettings({ SLIPWAY_AWS_OWN_ACCOUNT: 'allowed' }));

test.each([undefined, 'aws'])(
  'a request for aws with connection %s is refused by default, and names the field and the setting',
  async (connectionId) => {
    const request = { provider: 'aws', connectionId };
    await expect(
      checkConnection({ client, ownAccounts: REFUSED }, principal, request),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      faults: [
        { pointer: '/connectionId', detail: expect.stringContaining('SLIPWAY_AWS_OWN_ACCOUNT') },
      ],
    });
    await checkConnection({ client, ownAccounts: ALLOWED }, principal, request);
  },
);

test('the simulated cloud, and deployments, which get no credentials, are not affected', async () => {
  for (const request of [{ provider: 'simulated' }, { connectionId: 'simulated' }, {}]) {
    const checked = checkConnection({ client, ownAccounts: REFUSED }, principal, request);
    expect(await checked).toBeUndefined();
  }
});

test('the worker refuses it, too, for resources and requests from before', async () => {
  const providers = createProviders(readSettings({}));
  const owner = { organizationId: 'acme' };
  await expect(
    providerFor({ client, providers, ownAccounts: REFUSED }, 'aws', owner),
  ).rejects.toMatchObject({ type: 'own_account_refused', nonRetryable: true });
  const deps = { client, providers, ownAccounts: ALLOWED };
  expect(await providerFor(deps, 'aws', owner)).toBe(providers.aws);
});

test('the sandbox, whose account belongs to nobody, grants it', () => {
  const settings = readSettings(awsSandboxEnvironment({}, readSettings({})));
  expect(ownAccountsOf(settings)).toEqual(['simulated', 'aws']);
});
