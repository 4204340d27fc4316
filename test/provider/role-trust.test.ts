/** Tests the proof that a role requires its external id, against roles with every kind of trust policy. */
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/provider.ts';
import { checkTrust, sessionNameOf, type RoleAttempt } from '../../providers/role-trust.ts';
import { providerError } from './graph-walk.ts';

const TARGET = {
  roleArn: 'arn:aws:iam::123456789012:role/slipway',
  externalId: 'slipway:acme:00ff',
};
const RIGHT = TARGET.externalId;

/** Runs the proof against a role that refuses what its trust policy does not allow. */
function check(trusts: (attempt: RoleAttempt) => boolean): Promise<void> {
  return checkTrust(TARGET, async (attempt) => {
    if (trusts(attempt)) return;
    throw new ProviderError({
      code: 'permission_denied',
      errorType: 'permission',
      publicMessage: 'AccessDenied',
      retryable: false,
      requestId: 'r-1',
    });
  });
}

test('a role that requires exactly the external id passes', async () => {
  await expect(check(({ externalId }) => externalId === RIGHT)).resolves.toBeUndefined();
});

test.each<[string, (attempt: RoleAttempt) => boolean, string]>([
  ['trusts another id', ({ externalId }) => externalId === 'other', 'role_not_assumable'],
  ['trusts nobody', () => false, 'role_not_assumable'],
  [
    'refuses tags',
    ({ externalId, isTagged }) => externalId === RIGHT && !isTagged,
    'session_tags_refused',
  ],
  ['requires no id', () => true, 'external_id_not_required'],
  ['requires any id', ({ externalId }) => externalId !== undefined, 'external_id_not_required'],
  [
    'requires an id of its organization',
    ({ externalId = '' }) => externalId.startsWith('slipway:acme:'),
    'external_id_not_required',
  ],
  [
    'requires the right id, or none',
    ({ externalId = RIGHT }) => externalId === RIGHT,
    'external_id_not_required',
  ],
  [
    'requires the id only of sessions with tags',
    ({ externalId, isTagged }) => !isTagged || externalId === RIGHT,
    'external_id_not_required',
  ],
])('a role that %s is refused', async (_what, trusts, code) => {
  expect(await providerError(check(trusts))).toMatchObject({
    code,
    errorType: 'authentication',
    retryable: false,
  });
});

test('an attempt whose outcome is unknown proves nothing', async () => {
  const cause = new ProviderError({
    code: 'cloud_unavailable',
    errorType: 'provider',
    publicMessage: 'no answer',
    retryable: true,
  });
  const attempts = checkTrust(TARGET, async ({ externalId }) => {
    if (externalId !== RIGHT) throw cause;
  });
  await expect(attempts).rejects.toBe(cause);
});

test.each([
  ['acme', 'slipway-acme-01M85ZVC0FA2Y6QW3N0RB4T8KJ'],
  ['a'.repeat(63), `slipway-${'a'.repeat(29)}-01M85ZVC0FA2Y6QW3N0RB4T8KJ`],
])('the name of a session fits AWS, also for the organization %s', (organizationId, name) => {
  const made = sessionNameOf({ organizationId, operationId: '01M85ZVC0FA2Y6QW3N0RB4T8KJ' });
  expect(made).toBe(name);
  expect(made).toMatch(/^[\w+=,.@-]{2,64}$/);
});
